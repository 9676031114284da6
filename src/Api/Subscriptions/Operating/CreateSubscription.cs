using KaosNet.Api.Operations;
using KaosNet.Api.Subscriptions.Streaming;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Subscriptions;
using KaosNet.Projections.Subscriptions;
using KaosNet.Projections.Subscriptions.Delivering;
using KaosNet.Store.Reading;
using Command = KaosNet.Domain.Subscriptions.CreateSubscription;
using Kaos = KaosNet.Protocol.Api.Kaos;
using Limits = KaosNet.Domain.Subscriptions.Limits;

namespace KaosNet.Api.Subscriptions.Operating;

/// <summary>A service subscribes to the game's events.</summary>
static class CreateSubscription
{
    public static readonly Operation Operation = Operations.Operation
        .Named("CreateEventSubscription", "Have events posted to a URL, in order and at least once.")
        .Post("/v2/kaos/subscription")
        .ForServers<Kaos.CreateEventSubscriptionRequest, Kaos.EventSubscription>(Handle);

    /// <summary>A secret that can be one.</summary>
    public static bool IsSecret(string secret) => secret.Length is >= Limits.SecretLengthMin and <= Limits.SecretLengthMax;

    static async ValueTask<Answer<Kaos.EventSubscription>> Handle(Kaos.CreateEventSubscriptionRequest request, OperationCall call)
    {
        if (!Domain.Subscriptions.Subscription.IsName(request.Name)) return SubscriptionFaults.InvalidName;
        if (!EventQuery.PlaceOf(request.From).IsGranted(out var from, out var refusal)) return refusal;
        if (!SubscriptionMessages.Terms(
            request.Url, request.Slices, request.Types, request.User, request.Personal, request.BatchSize, request.Attempts, request.OnFailure)
            .IsGranted(out var terms, out refusal)) return refusal;
        if (request.Secret.Length > 0 && !IsSecret(request.Secret)) return SubscriptionFaults.InvalidSecret;
        var lists = call.Get<SubscriptionLists>();
        if ((await lists.All(call.Aborted)).Count >= Limits.SubscriptionsMax) return SubscriptionFaults.TooMany;

        var secret = request.Secret.Length > 0 ? request.Secret : WebhookSecrets.Draw();
        var after = from.After ?? await call.Get<EventReader>().End(call.Aborted);
        var answer = await call.Execute(new Command(request.Name, terms, call.Get<WebhookSecrets>().Seal(request.Name, secret), after));
        if (!answer.IsGranted(out _, out refusal)) return refusal;
        var created = await SubscriptionMessages.Named(request.Name, call);
        if (created.IsGranted(out var shown, out _) && request.Secret.Length == 0) shown.Secret = secret;
        return created;
    }
}
