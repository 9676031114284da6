using KaosNet.Api.Operations;

namespace KaosNet.Api.Matches;

/// <summary>Matches, as they are found from outside their sockets.</summary>
public sealed class MatchesFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } = [ListMatches.Operation];

    public void AddServices(IServiceCollection services)
    {
    }
}
