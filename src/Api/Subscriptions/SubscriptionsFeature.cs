using KaosNet.Api.Operations;
using KaosNet.Api.Rest;
using KaosNet.Api.Subscriptions.Streaming;

namespace KaosNet.Api.Subscriptions;

/// <summary>The game's events for others than its players: analytics, other services, archives; of ours.</summary>
public sealed class SubscriptionsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } = [ListEvents.Operation];

    public void AddServices(IServiceCollection services) => services.AddSingleton<IStreamedAnswer, EventStreams>();
}
