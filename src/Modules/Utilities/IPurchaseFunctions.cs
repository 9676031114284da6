using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Utilities;

/// <summary>Purchases and subscriptions in stores: confirmed by the store, kept for the player who hands them in first, and listed.</summary>
public interface IPurchaseFunctions
{
    /// <summary>Has Apple confirm a receipt.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="persist">Whether to keep what it stands for.</param>
    /// <param name="passwordOverride">Another shared secret than the server's.</param>
    [ServerFunction("purchase_validate_apple", Failure = "error validating Apple receipt: ")]
    ValueTask<PurchaseReceipt> ValidateApple(
        [Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects receipt")] string receipt, bool persist = true, string passwordOverride = "");

    /// <summary>Has Google confirm a receipt.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="persist">Whether to keep what it stands for.</param>
    /// <param name="clientEmailOverride">Another account than the server's.</param>
    /// <param name="privateKeyOverride">That account's key.</param>
    [ServerFunction("purchase_validate_google", Failure = "error validating Google receipt: ")]
    ValueTask<PurchaseReceipt> ValidateGoogle(
        [Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects receipt")] string receipt, bool persist = true,
        string clientEmailOverride = "", string privateKeyOverride = "");

    /// <summary>Has Huawei confirm a receipt.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="signature">Its signature; in JavaScript it comes after the receipt.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="persist">Whether to keep what it stands for.</param>
    [ServerFunction("purchase_validate_huawei", Failure = "error validating Huawei receipt: ")]
    ValueTask<PurchaseReceipt> ValidateHuawei(
        [Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects signature"), InJavaScript(Position = 3)] string signature,
        [Expects("expects receipt"), InJavaScript(Position = 2)] string receipt, bool persist = true);

    /// <summary>Confirms a request that Facebook's instant games signed.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="signedRequest">The request.</param>
    /// <param name="persist">Whether to keep what it stands for.</param>
    [ServerFunction("purchase_validate_facebook_instant", Failure = "error validating Facebook Instant receipt: ")]
    ValueTask<PurchaseReceipt> ValidateFacebookInstant(
        [Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects signed request")] string signedRequest, bool persist = true);

    /// <summary>Has Samsung confirm a purchase.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="purchaseId">Which.</param>
    /// <param name="persist">Whether to keep it.</param>
    [ServerFunction("purchase_validate_samsung", Failure = "error validating Samsung receipt: ")]
    ValueTask<PurchaseReceipt> ValidateSamsung(
        [Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects purchase ID")] string purchaseId, bool persist = true);

    /// <summary>A purchase by the store's number.</summary>
    /// <param name="transactionId">The number.</param>
    [ServerFunction("purchase_get_by_transaction_id", Failure = "error retrieving purchase: ")]
    ValueTask<Purchase> Get([Expects("expects a transaction ID string")] string transactionId);

    /// <summary>Lists purchases, the latest first.</summary>
    /// <param name="userId">Whose; null for everybody's.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("purchases_list", Failure = "error retrieving purchases: ", LuaReturnsMembers = true)]
    ValueTask<PurchasePage> List(
        [Expects("expects user ID to be a valid identifier")] Guid? userId = null, [Expects("expects a limit 1-100"), Between(1, 100)] int limit = 100, string cursor = "");

    /// <summary>Has Apple confirm a subscription's receipt.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="persist">Whether to keep what it stands for.</param>
    /// <param name="passwordOverride">Another shared secret than the server's.</param>
    [ServerFunction("subscription_validate_apple", Failure = "error validating Apple receipt: ")]
    ValueTask<SubscriptionReceipt> ValidateAppleSubscription(
        [Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects receipt")] string receipt, bool persist = true, string passwordOverride = "");

    /// <summary>Has Google confirm a subscription's receipt.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="persist">Whether to keep what it stands for.</param>
    /// <param name="clientEmailOverride">Another account than the server's.</param>
    /// <param name="privateKeyOverride">That account's key.</param>
    [ServerFunction("subscription_validate_google", Failure = "error validating Google receipt: ")]
    ValueTask<SubscriptionReceipt> ValidateGoogleSubscription(
        [Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects receipt")] string receipt, bool persist = true,
        string clientEmailOverride = "", string privateKeyOverride = "");

    /// <summary>A player's subscription to a product.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="productId">To what.</param>
    [ServerFunction("subscription_get_by_product_id", Failure = "error retrieving subscription: ")]
    ValueTask<Subscription> GetSubscription([Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects a product ID string")] string productId);

    /// <summary>Lists subscriptions, the latest first.</summary>
    /// <param name="userId">Whose; null for everybody's.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("subscriptions_list", Failure = "error retrieving subscriptions: ", LuaReturnsMembers = true)]
    ValueTask<SubscriptionPage> ListSubscriptions(
        [Expects("expects user ID to be a valid identifier")] Guid? userId = null, [Expects("expects a limit 1-100"), Between(1, 100)] int limit = 100, string cursor = "");
}
