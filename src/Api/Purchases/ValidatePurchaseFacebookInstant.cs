using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Purchases;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Purchases;

/// <summary>The caller bought something in an Instant Game (parity, providers 12).</summary>
public static class ValidatePurchaseFacebookInstant
{
    public static readonly Operation Operation = Operation
        .Named("ValidatePurchaseFacebookInstant", "Confirm a purchase that Facebook signed.")
        .Post("/v2/iap/purchase/facebookinstant")
        .ForPlayers<Wire.ValidatePurchaseFacebookInstantRequest, Wire.ValidatePurchaseResponse>(Handle);

    static ValueTask<Answer<Wire.ValidatePurchaseResponse>> Handle(Wire.ValidatePurchaseFacebookInstantRequest request, OperationCall call) =>
        call.Get<PurchaseValidation>().FacebookInstant(call.BuyerOf(request.Persist), request.SignedRequest);
}
