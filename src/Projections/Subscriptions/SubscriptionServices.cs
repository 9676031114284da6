using KaosNet.Projections.Subscriptions.Delivering;
using KaosNet.Store.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Subscriptions;

/// <summary>Registers subscriptions: lists and deliveries. The call itself, <see cref="IWebhook"/>, and what seals secrets are the server's.</summary>
public static class SubscriptionServices
{
    public static IServiceCollection AddSubscriptions(this IServiceCollection services) => services
        .AddSingleton<SubscriptionLists>()
        .AddSingleton<DeliveryLog>()
        .AddSingleton<DeliveryMeter>()
        .AddSingleton<Delivery>()
        .AddSingleton<SubscriptionWorker>()
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<SubscriptionWorker>())
        .AddHostedService(provider => provider.GetRequiredService<SubscriptionWorker>());
}
