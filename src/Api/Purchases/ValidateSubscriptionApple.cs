using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Purchases;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Purchases;

/// <summary>The caller subscribed to something in the App Store (parity, providers 9).</summary>
public static class ValidateSubscriptionApple
{
    public static readonly Operation Operation = Operation
        .Named("ValidateSubscriptionApple", "Have Apple confirm a subscription.")
        .Post("/v2/iap/subscription/apple")
        .ForPlayers<Wire.ValidateSubscriptionAppleRequest, Wire.ValidateSubscriptionResponse>(Handle);

    static ValueTask<Answer<Wire.ValidateSubscriptionResponse>> Handle(Wire.ValidateSubscriptionAppleRequest request, OperationCall call) =>
        call.Get<PurchaseValidation>().AppleSubscription(call.BuyerOf(request.Persist), request.Receipt);
}
