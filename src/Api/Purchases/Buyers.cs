using KaosNet.Api.Operations;
using KaosNet.Realtime.Purchases;

namespace KaosNet.Api.Purchases;

/// <summary>Players as buyers.</summary>
static class Buyers
{
    /// <summary>The caller, who has what is confirmed kept unless they say otherwise.</summary>
    public static Buyer BuyerOf(this OperationCall call, bool? persist) => new(call.Caller.UserId, persist ?? true, call.Caller, call.Aborted);
}
