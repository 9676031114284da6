using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using KaosNet.Projections.Purchases;
using KaosNet.Realtime.Purchases;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Purchases;

/// <summary>The caller's subscriptions, the latest first (parity, providers 13).</summary>
public static class ListSubscriptions
{
    public static readonly Operation Operation = Operation
        .Named("ListSubscriptions", "List the caller's subscriptions, the latest first.")
        .Post("/v2/iap/subscription")
        .ForPlayers<Wire.ListSubscriptionsRequest, Wire.SubscriptionList>(Handle);

    static async ValueTask<Answer<Wire.SubscriptionList>> Handle(Wire.ListSubscriptionsRequest request, OperationCall call)
    {
        var answer = await call.Get<PurchaseLists>()
            .Subscriptions(Guid.Parse(call.Caller.UserId), request.Limit ?? Limits.PageMax, request.Cursor, call.Aborted);
        if (!answer.IsGranted(out var page, out var fault)) return fault;
        var now = call.Now;
        return new Wire.SubscriptionList
        {
            ValidatedSubscriptions = [.. page.Rows.Select(row => PurchaseSpelling.Of(row, now))], Cursor = page.Next, PrevCursor = page.Previous,
        };
    }
}
