using KaosNet.Api.Operations;

namespace KaosNet.Api.Parties;

/// <summary>Parties, as they are found from outside their sockets.</summary>
public sealed class PartiesFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } = [ListParties.Operation];

    public void AddServices(IServiceCollection services)
    {
    }
}
