using System.Security.Cryptography;
using System.Text;
using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using KaosNet.Api.Rest;
using KaosNet.Api.Subscriptions.Operating;
using KaosNet.Api.Subscriptions.Streaming;
using KaosNet.Projections.Subscriptions;
using KaosNet.Projections.Subscriptions.Delivering;

namespace KaosNet.Api.Subscriptions;

/// <summary>The game's events for others than its players: analytics, other services, archives; of ours.</summary>
public sealed class SubscriptionsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } =
    [
        ListEvents.Operation,
        CreateSubscription.Operation,
        ChangeSubscription.Operation,
        PauseSubscription.Operation,
        ResumeSubscription.Operation,
        DeleteSubscription.Operation,
        ListSubscriptions.Operation,
        GetSubscription.Operation,
        ListDeadLetters.Operation,
        ReplayDeadLetter.Operation,
        DeleteDeadLetter.Operation,
    ];

    public void AddServices(IServiceCollection services) => services
        .AddSingleton<IStreamedAnswer, EventStreams>()
        .AddSingleton<IWebhook, Webhook>()
        .AddSingleton(provider => SecretsOf(provider.GetRequiredService<KaosSettings>().Session))
        .AddSubscriptions();

    /// <summary>Not the session key itself: what seals one kind of text says nothing about another.</summary>
    static WebhookSecrets SecretsOf(SessionSettings session) =>
        new(HMACSHA256.HashData(Encoding.UTF8.GetBytes(session.EncryptionKey), "secrets of subscribers"u8));
}
