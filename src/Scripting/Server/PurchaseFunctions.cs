using KaosNet.Modules;
using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.Server;

/// <summary>Purchases on a server that no store is set up on.</summary>
internal sealed class PurchaseFunctions : IPurchaseFunctions
{
    public ValueTask<PurchaseReceipt> ValidateApple(Guid userId, string receipt, bool persist, string passwordOverride) => throw NotSetUp("Apple");

    public ValueTask<PurchaseReceipt> ValidateGoogle(Guid userId, string receipt, bool persist, string clientEmailOverride, string privateKeyOverride) => throw NotSetUp("Google");

    public ValueTask<PurchaseReceipt> ValidateHuawei(Guid userId, string signature, string receipt, bool persist) => throw NotSetUp("Huawei");

    public ValueTask<PurchaseReceipt> ValidateFacebookInstant(Guid userId, string signedRequest, bool persist) => throw NotSetUp("Facebook Instant");

    public ValueTask<PurchaseReceipt> ValidateSamsung(Guid userId, string purchaseId, bool persist) => throw NotSetUp("Samsung");

    public ValueTask<Purchase> Get(string transactionId) => throw new RefusedException(StatusCode.NotFound, "purchase not found");

    public ValueTask<PurchasePage> List(Guid? userId, int limit, string cursor) =>
        cursor.Length == 0 ? ValueTask.FromResult(new PurchasePage([], null, null)) : throw NoCursor();

    public ValueTask<SubscriptionReceipt> ValidateAppleSubscription(Guid userId, string receipt, bool persist, string passwordOverride) => throw NotSetUp("Apple");

    public ValueTask<SubscriptionReceipt> ValidateGoogleSubscription(Guid userId, string receipt, bool persist, string clientEmailOverride, string privateKeyOverride) =>
        throw NotSetUp("Google");

    public ValueTask<Subscription> GetSubscription(Guid userId, string productId) => throw new RefusedException(StatusCode.NotFound, "subscription not found");

    public ValueTask<SubscriptionPage> ListSubscriptions(Guid? userId, int limit, string cursor) =>
        cursor.Length == 0 ? ValueTask.FromResult(new SubscriptionPage([], null, null)) : throw NoCursor();

    private static RefusedException NotSetUp(string store) => new(StatusCode.FailedPrecondition, $"{store} IAP is not configured.");

    /// <summary>No list has a second page, so every cursor is made up.</summary>
    private static RefusedException NoCursor() => new(StatusCode.InvalidArgument, "invalid cursor");
}
