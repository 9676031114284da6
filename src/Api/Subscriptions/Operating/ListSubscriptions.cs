using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Subscriptions;
using KaosNet.Protocol.Api;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Subscriptions.Operating;

/// <summary>All subscriptions; there are few.</summary>
static class ListSubscriptions
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListEventSubscriptions", "List subscriptions and how far each has come.")
        .Get("/v2/kaos/subscription")
        .ForServers<Empty, Kaos.EventSubscriptionList>(Handle);

    static async ValueTask<Answer<Kaos.EventSubscriptionList>> Handle(Empty request, OperationCall call)
    {
        var list = new Kaos.EventSubscriptionList();
        foreach (var status in await call.Get<SubscriptionLists>().All(call.Aborted)) list.Subscriptions.Add(await SubscriptionMessages.Of(status, call));
        return list;
    }
}

/// <summary>One subscription.</summary>
static class GetSubscription
{
    public static readonly Operation Operation = Operations.Operation
        .Named("GetEventSubscription", "Show a subscription, how far it has come and what went wrong last.")
        .Get("/v2/kaos/subscription/{name}")
        .ForServers<Kaos.EventSubscriptionRequest, Kaos.EventSubscription>((request, call) => SubscriptionMessages.Named(request.Name, call));
}
