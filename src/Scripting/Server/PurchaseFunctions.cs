using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using KaosNet.Modules.Utilities;
using KaosNet.Projections.Purchases;
using KaosNet.Realtime.Purchases;
using Purchase = KaosNet.Modules.Utilities.Purchase;
using Subscription = KaosNet.Modules.Utilities.Subscription;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Scripting.Server;

/// <summary>Purchases and subscriptions in stores for modules: what clients may do, for any player, and what is kept.</summary>
internal sealed class PurchaseFunctions(ServerApi api) : IPurchaseFunctions
{
    public async ValueTask<PurchaseReceipt> ValidateApple(Guid userId, string receipt, bool persist, string passwordOverride) =>
        Of(await Stores.Apple(BuyerOf(userId, persist), receipt, passwordOverride));

    public async ValueTask<PurchaseReceipt> ValidateGoogle(Guid userId, string receipt, bool persist, string clientEmailOverride, string privateKeyOverride) =>
        Of(await Stores.Google(BuyerOf(userId, persist), receipt, clientEmailOverride, privateKeyOverride));

    public async ValueTask<PurchaseReceipt> ValidateHuawei(Guid userId, string signature, string receipt, bool persist) =>
        Of(await Stores.Huawei(BuyerOf(userId, persist), receipt, signature));

    public async ValueTask<PurchaseReceipt> ValidateFacebookInstant(Guid userId, string signedRequest, bool persist) =>
        Of(await Stores.FacebookInstant(BuyerOf(userId, persist), signedRequest));

    public async ValueTask<PurchaseReceipt> ValidateSamsung(Guid userId, string purchaseId, bool persist) =>
        Of(await Stores.Samsung(BuyerOf(userId, persist), purchaseId));

    public async ValueTask<Purchase> Get(string transactionId) =>
        await Lists.Purchase(transactionId, api.Cancel) is { } row ? Of(PurchaseSpelling.Of(row)) : ServerApi.Granted<Purchase>(PurchaseFaults.PurchaseNotFound);

    public async ValueTask<PurchasePage> List(Guid? userId, int limit, string cursor)
    {
        var page = ServerApi.Granted(await Lists.Purchases(userId, limit, cursor, api.Cancel));
        return new([.. page.Rows.Select(row => Of(PurchaseSpelling.Of(row)))], TextOrNull(page.Next), TextOrNull(page.Previous));
    }

    public async ValueTask<SubscriptionReceipt> ValidateAppleSubscription(Guid userId, string receipt, bool persist, string passwordOverride) =>
        Of(await Stores.AppleSubscription(BuyerOf(userId, persist), receipt, passwordOverride));

    public async ValueTask<SubscriptionReceipt> ValidateGoogleSubscription(
        Guid userId, string receipt, bool persist, string clientEmailOverride, string privateKeyOverride) =>
        Of(await Stores.GoogleSubscription(BuyerOf(userId, persist), receipt, clientEmailOverride, privateKeyOverride));

    public async ValueTask<Subscription> GetSubscription(Guid userId, string productId) => await Lists.Subscription(userId, productId, api.Cancel) is { } row
        ? Of(PurchaseSpelling.Of(row, Now))
        : ServerApi.Granted<Subscription>(PurchaseFaults.SubscriptionNotFound);

    public async ValueTask<SubscriptionPage> ListSubscriptions(Guid? userId, int limit, string cursor)
    {
        var page = ServerApi.Granted(await Lists.Subscriptions(userId, limit, cursor, api.Cancel));
        var now = Now;
        return new([.. page.Rows.Select(row => Of(PurchaseSpelling.Of(row, now)))], TextOrNull(page.Next), TextOrNull(page.Previous));
    }

    private PurchaseValidation Stores => api.Get<PurchaseValidation>();

    private PurchaseLists Lists => api.Get<PurchaseLists>();

    private DateTimeOffset Now => api.Get<TimeProvider>().GetUtcNow();

    private Buyer BuyerOf(Guid userId, bool persist) => new(userId.ToString(), persist, api.Caller, api.Cancel);

    private static PurchaseReceipt Of(Answer<Wire.ValidatePurchaseResponse> answer) => new([.. ServerApi.Granted(answer).ValidatedPurchases.Select(Of)]);

    private static SubscriptionReceipt Of(Answer<Wire.ValidateSubscriptionResponse> answer) => new(Of(ServerApi.Granted(answer).ValidatedSubscription!));

    internal static Purchase Of(Wire.ValidatedPurchase spelled) => new(
        UserOf(spelled.UserId), spelled.ProductId, spelled.TransactionId, Word(spelled.Store), spelled.ProviderResponse, TimeOf(spelled.PurchaseTime),
        TimeOf(spelled.CreateTime), TimeOf(spelled.UpdateTime), spelled.RefundTime, Word(spelled.Environment), spelled.SeenBefore);

    internal static Subscription Of(Wire.ValidatedSubscription spelled) => new(
        UserOf(spelled.UserId), spelled.ProductId, spelled.OriginalTransactionId, Word(spelled.Store), TimeOf(spelled.PurchaseTime), TimeOf(spelled.CreateTime),
        TimeOf(spelled.UpdateTime), spelled.RefundTime, Word(spelled.Environment), TimeOf(spelled.ExpiryTime), spelled.Active, spelled.ProviderResponse,
        spelled.ProviderNotification);

    private static Guid? UserOf(string userId) => userId.Length == 0 ? null : Guid.Parse(userId);

    /// <summary>What is not kept has no times of ours.</summary>
    private static DateTimeOffset TimeOf(DateTimeOffset? time) => time ?? DateTimeOffset.UnixEpoch;

    private static string? TextOrNull(string text) => text.Length == 0 ? null : text;

    private static string Word(Wire.StoreProvider store) => store switch
    {
        Wire.StoreProvider.AppleAppStore => "APPLE_APP_STORE",
        Wire.StoreProvider.GooglePlayStore => "GOOGLE_PLAY_STORE",
        Wire.StoreProvider.HuaweiAppGallery => "HUAWEI_APP_GALLERY",
        Wire.StoreProvider.FacebookInstantStore => "FACEBOOK_INSTANT_STORE",
        _ => "SAMSUNG_GALAXY_STORE",
    };

    private static string Word(Wire.StoreEnvironment environment) => environment switch
    {
        Wire.StoreEnvironment.Sandbox => "SANDBOX",
        Wire.StoreEnvironment.Production => "PRODUCTION",
        _ => "UNKNOWN",
    };
}
