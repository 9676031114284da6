using KaosNet.Api.Operations;

namespace KaosNet.Api.Matchmaking;

/// <summary>The matchmaker, as it is seen from outside its sockets.</summary>
public sealed class MatchmakingFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } = [GetMatchmakerStats.Operation];

    public void AddServices(IServiceCollection services)
    {
    }
}
