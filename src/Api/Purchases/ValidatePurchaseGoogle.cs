using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Purchases;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Purchases;

/// <summary>The caller bought something in the Play Store (parity, providers 10).</summary>
public static class ValidatePurchaseGoogle
{
    public static readonly Operation Operation = Operation
        .Named("ValidatePurchaseGoogle", "Have Google confirm a purchase.")
        .Post("/v2/iap/purchase/google")
        .ForPlayers<Wire.ValidatePurchaseGoogleRequest, Wire.ValidatePurchaseResponse>(Handle);

    static ValueTask<Answer<Wire.ValidatePurchaseResponse>> Handle(Wire.ValidatePurchaseGoogleRequest request, OperationCall call) =>
        call.Get<PurchaseValidation>().Google(call.BuyerOf(request.Persist), request.Purchase);
}
