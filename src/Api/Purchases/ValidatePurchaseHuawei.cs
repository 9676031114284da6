using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Purchases;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Purchases;

/// <summary>The caller bought something in AppGallery (parity, providers 11).</summary>
public static class ValidatePurchaseHuawei
{
    public static readonly Operation Operation = Operation
        .Named("ValidatePurchaseHuawei", "Have Huawei confirm a purchase.")
        .Post("/v2/iap/purchase/huawei")
        .ForPlayers<Wire.ValidatePurchaseHuaweiRequest, Wire.ValidatePurchaseResponse>(Handle);

    static ValueTask<Answer<Wire.ValidatePurchaseResponse>> Handle(Wire.ValidatePurchaseHuaweiRequest request, OperationCall call) =>
        call.Get<PurchaseValidation>().Huawei(call.BuyerOf(request.Persist), request.Purchase, request.Signature);
}
