using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using KaosNet.Projections.Purchases;
using KaosNet.Realtime.Purchases;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Purchases;

/// <summary>The caller's subscription to a product (parity, providers 13).</summary>
public static class GetSubscription
{
    public static readonly Operation Operation = Operation
        .Named("GetSubscription", "Show the caller's subscription to a product.")
        .Get("/v2/iap/subscription/{product_id}")
        .ForPlayers<Wire.GetSubscriptionRequest, Wire.ValidatedSubscription>(Handle);

    static async ValueTask<Answer<Wire.ValidatedSubscription>> Handle(Wire.GetSubscriptionRequest request, OperationCall call) =>
        await call.Get<PurchaseLists>().Subscription(Guid.Parse(call.Caller.UserId), request.ProductId, call.Aborted) is { } row
            ? PurchaseSpelling.Of(row, call.Now)
            : PurchaseFaults.SubscriptionNotFound;
}
