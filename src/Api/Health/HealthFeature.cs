using KaosNet.Api.Operations;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Health;

/// <summary>Says that the server is up.</summary>
public sealed class HealthFeature : IFeature
{
    static readonly Empty Up = new();

    public static readonly Operation Healthcheck = Operation
        .Named("Healthcheck", "Ask whether the server is up.")
        .Get("/healthcheck")
        .WithoutHooks()
        .ForAnyone<Empty, Empty>((_, _) => new(Up));

    public IReadOnlyList<Operation> Operations => [Healthcheck];

    public void AddServices(IServiceCollection services)
    {
        // Nothing to ask for.
    }
}
