using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Purchases;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Purchases;

/// <summary>The caller bought something in the App Store (parity, providers 9).</summary>
public static class ValidatePurchaseApple
{
    public static readonly Operation Operation = Operation
        .Named("ValidatePurchaseApple", "Have Apple confirm purchases.")
        .Post("/v2/iap/purchase/apple")
        .ForPlayers<Wire.ValidatePurchaseAppleRequest, Wire.ValidatePurchaseResponse>(Handle);

    static ValueTask<Answer<Wire.ValidatePurchaseResponse>> Handle(Wire.ValidatePurchaseAppleRequest request, OperationCall call) =>
        call.Get<PurchaseValidation>().Apple(call.BuyerOf(request.Persist), request.Receipt);
}
