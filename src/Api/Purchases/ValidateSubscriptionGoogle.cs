using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Purchases;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Purchases;

/// <summary>The caller subscribed to something in the Play Store (parity, providers 10).</summary>
public static class ValidateSubscriptionGoogle
{
    public static readonly Operation Operation = Operation
        .Named("ValidateSubscriptionGoogle", "Have Google confirm a subscription.")
        .Post("/v2/iap/subscription/google")
        .ForPlayers<Wire.ValidateSubscriptionGoogleRequest, Wire.ValidateSubscriptionResponse>(Handle);

    static ValueTask<Answer<Wire.ValidateSubscriptionResponse>> Handle(Wire.ValidateSubscriptionGoogleRequest request, OperationCall call) =>
        call.Get<PurchaseValidation>().GoogleSubscription(call.BuyerOf(request.Persist), request.Receipt);
}
