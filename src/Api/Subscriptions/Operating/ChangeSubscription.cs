using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Subscriptions;
using KaosNet.Projections.Subscriptions.Delivering;
using Command = KaosNet.Domain.Subscriptions.ChangeSubscription;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Subscriptions.Operating;

/// <summary>A subscription gets other terms, or another secret.</summary>
static class ChangeSubscription
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ChangeEventSubscription", "Give a subscription other terms, from the next batch on.")
        .Put("/v2/kaos/subscription/{name}")
        .ForServers<Kaos.ChangeEventSubscriptionRequest, Kaos.EventSubscription>(Handle);

    static async ValueTask<Answer<Kaos.EventSubscription>> Handle(Kaos.ChangeEventSubscriptionRequest request, OperationCall call)
    {
        if (!Domain.Subscriptions.Subscription.IsName(request.Name)) return SubscriptionFaults.InvalidName;
        if (!SubscriptionMessages.Terms(
            request.Url, request.Slices, request.Types, request.User, request.Personal, request.BatchSize, request.Attempts, request.OnFailure)
            .IsGranted(out var terms, out var refusal)) return refusal;
        if (request.Secret.Length > 0 && !CreateSubscription.IsSecret(request.Secret)) return SubscriptionFaults.InvalidSecret;
        var secret = request.Secret.Length > 0 ? call.Get<WebhookSecrets>().Seal(request.Name, request.Secret) : null;
        return (await call.Execute(new Command(request.Name, terms, secret))).IsGranted(out _, out refusal)
            ? await SubscriptionMessages.Named(request.Name, call)
            : refusal;
    }
}
