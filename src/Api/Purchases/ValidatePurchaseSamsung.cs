using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Purchases;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Purchases;

/// <summary>The caller bought something in the Galaxy Store (parity, providers 12).</summary>
public static class ValidatePurchaseSamsung
{
    public static readonly Operation Operation = Operation
        .Named("ValidatePurchaseSamsung", "Have Samsung confirm a purchase.")
        .Post("/v2/iap/purchase/samsung")
        .ForPlayers<Wire.ValidatePurchaseSamsungRequest, Wire.ValidatePurchaseResponse>(Handle);

    static ValueTask<Answer<Wire.ValidatePurchaseResponse>> Handle(Wire.ValidatePurchaseSamsungRequest request, OperationCall call) =>
        call.Get<PurchaseValidation>().Samsung(call.BuyerOf(request.Persist), request.PurchaseId);
}
