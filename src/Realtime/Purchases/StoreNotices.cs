using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using KaosNet.Realtime.Purchases.Validating;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Purchases;

/// <summary>
/// Takes what stores tell by themselves of subscriptions that were renewed or ran out and of money that was given back (parity, providers 14). A store that is not answered well tells
/// it again later.
/// </summary>
public sealed partial class StoreNotices(StoreSettings settings, StoreCalls calls, IJournal journal, TimeProvider time, ILogger<StoreCalls> log)
{
    readonly AppleSignatures _apple = new(settings.Apple.Root ?? AppleRoot.Certificate, time);
    readonly GoogleStore _google = new(settings.Google, calls, time, log);

    /// <summary>What Apple tells, signed.</summary>
    /// <param name="body">Of its request.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether it need not be told again.</returns>
    public async ValueTask<bool> FromApple(ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        if (StoreJson.Object(body)?.Text("signedPayload") is not { } signed || _apple.Open(signed) is not { } told || told.Part("data") is not { } data) return Ignored("Apple", "it is not signed by Apple", isDone: false);
        if (settings.Apple.BundleId.Length > 0 && data.Text("bundleId") != settings.Apple.BundleId) return Ignored("Apple", "it is of another app");
        // What is signed within was signed with the whole.
        var (bought, renewal) = (Inner(data, "signedTransactionInfo"), Inner(data, "signedRenewalInfo"));
        switch (told.Text("notificationType"))
        {
            case "DID_RENEW" or "SUBSCRIBED" or "DID_CHANGE_RENEWAL_PREF" or "OFFER_REDEEMED":
                if (bought is not { } transaction || AppleSubscription(transaction) is not { } subscription) return Ignored("Apple", "it names no transaction", isDone: false);
                if (told.Text("subtype") is "UPGRADE" or "DOWNGRADE" && renewal?.Text("autoRenewProductId") is { Length: > 0 } next) subscription = subscription with { ProductId = next };
                return await Keep(subscription with { ProviderNotification = told.GetRawText() }, transaction.Text("appAccountToken"), isKnownNeeded: true, cancel);
            case "EXPIRED" or "GRACE_PERIOD_EXPIRED" or "REVOKED" or "REVOKE" or "DID_CHANGE_RENEWAL_STATUS":
                if (renewal is not { } ending || ending.Text("originalTransactionId") is not { Length: > 0 } id) return Ignored("Apple", "it names no renewal", isDone: false);
                var known = await journal.Load(StoreSubscription.Kind.Of(id), cancel);
                if (!known.Exists) return Ignored("Apple", "nobody has handed the subscription in");
                var ends = new[] { ending.Milliseconds("renewalDate"), ending.Milliseconds("gracePeriodExpiresDate") }.Max() ?? known.ExpiryTime;
                return await Record(Of(known) with { ExpiryTime = ends, ProviderNotification = told.GetRawText() }, cancel);
            case "REFUND":
                if (bought is not { } refunded || refunded.Milliseconds("revocationDate") is not { } at) return Ignored("Apple", "it names no transaction", isDone: false);
                if (refunded.Milliseconds("expiresDate") is null)
                    return refunded.Text("transactionId") is not { Length: > 0 } purchase || Done("Apple", (await journal.Execute(new RecordRefund(purchase, at), Teller("apple"), cancel)).Fault);
                if (AppleSubscription(refunded) is not { } back) return Ignored("Apple", "it names no subscription");
                return await Refund(back.OriginalTransactionId, at, told.GetRawText(), "apple", cancel);
            default:
                return true;
        }
    }

    /// <summary>What Google tells, as its Pub/Sub posts it.</summary>
    /// <param name="body">Of its request.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether it need not be told again.</returns>
    public async ValueTask<bool> FromGoogle(ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var data = StoreJson.Object(body)?.Part("message")?.Text("data");
        if (data is null || (StoreJson.Base64(data) ?? StoreJson.Base64Url(data)) is not { } text || StoreJson.Object(text) is not { } told) return Ignored("Google", "it cannot be read", isDone: false);
        var now = time.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        if (told.Part("voidedPurchaseNotification") is { } voided && voided.Text("purchaseToken") is { Length: > 0 } returned)
        {
            return voided.Whole("productType") == 1
                ? await Refund(returned, now, Encoding.UTF8.GetString(text), "google", cancel)
                : (await journal.Load(Purchase.Kind.Of(returned), cancel)).RefundTime is not null
                    || Done("Google", (await journal.Execute(new RecordRefund(returned, now), Teller("google"), cancel)).Fault);
        }

        // Bought 4, renewed 2, run out 13, cancelled 3.
        if (told.Part("subscriptionNotification") is not { } changed || changed.Whole("notificationType") is not (2 or 3 or 4 or 13)) return true;
        var answer = await _google.Subscription(told.Text("packageName") ?? "", changed.Text("purchaseToken") ?? "", cancel);
        if (!answer.IsGranted(out var found, out var fault)) return Ignored("Google", fault.Message, isDone: false);
        return await Keep(found.Bought with { ProviderNotification = Encoding.UTF8.GetString(text) }, found.User, isKnownNeeded: false, cancel);
    }

    static BoughtSubscription? AppleSubscription(JsonElement told) =>
        told.Text("originalTransactionId") is { Length: > 0 } id && told.Milliseconds("originalPurchaseDate") is { } bought && told.Milliseconds("expiresDate") is { } expiry
            ? new(id, PurchaseStore.Apple, told.Text("productId") ?? "", StoreJson.EnvironmentOf(told.Text("environment"), "Sandbox"), bought, expiry)
            {
                RefundTime = told.Milliseconds("revocationDate"),
            }
            : null;

    static JsonElement? Inner(JsonElement data, string name) =>
        data.Text(name)?.Split('.') is [_, var payload, _] && StoreJson.Base64Url(payload) is { } text ? StoreJson.Object(text) : null;

    static BoughtSubscription Of(StoreSubscription known) =>
        new(known.OriginalTransactionId, known.Store, known.ProductId, known.Environment, known.PurchaseTime, known.ExpiryTime);

    static Caller Teller(string store) => Caller.System(store, "StoreNotification");

    /// <summary>Keeps a subscription: for who handed it in, or for the player whom the game named when it was bought.</summary>
    async ValueTask<bool> Keep(BoughtSubscription told, string? user, bool isKnownNeeded, CancellationToken cancel)
    {
        if ((await journal.Load(StoreSubscription.Kind.Of(told.OriginalTransactionId), cancel)).Exists) return await Record(told, cancel);
        var store = told.Store.ToString();
        if (user is null || !Guid.TryParse(user, out var id)) return Ignored(store, "nobody has handed the subscription in, and it names no player", isDone: !isKnownNeeded);
        return Done(store, (await journal.Execute(new KeepSubscriptions(id.ToString(), [told]), Teller(store.ToLowerInvariant()), cancel)).Fault);
    }

    async ValueTask<bool> Record(BoughtSubscription told, CancellationToken cancel) =>
        Done(told.Store.ToString(), (await journal.Execute(new RecordSubscription(told), Teller(told.Store.ToString().ToLowerInvariant()), cancel)).Fault);

    async ValueTask<bool> Refund(string originalTransactionId, DateTimeOffset at, string notification, string store, CancellationToken cancel)
    {
        var known = await journal.Load(StoreSubscription.Kind.Of(originalTransactionId), cancel);
        if (!known.Exists) return Ignored(store, "nobody has handed the subscription in");
        return await Record(Of(known) with { RefundTime = known.RefundTime ?? at, ProviderNotification = notification }, cancel);
    }

    /// <summary>What nobody here knows of is done with; what could not be written is told again.</summary>
    bool Done(string store, Fault? fault) => fault is null || Ignored(store, fault.Message, isDone: fault.Code is FaultCode.NotFound or FaultCode.Unknown);

    bool Ignored(string store, string why, bool isDone = true)
    {
        LogIgnored(log, store, why);
        return isDone;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Nothing came of what {Store} told: {Why}")]
    static partial void LogIgnored(ILogger log, string store, string why);
}
