using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using KaosNet.Realtime.Purchases.Validating;
using KaosNet.Realtime.Scripts;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Purchases;

/// <summary>
/// Takes what stores tell by themselves of subscriptions that were renewed or ran out and of money that was given back (parity, providers 14). A store that is not answered well tells
/// it again later. Functions of modules are called after it is kept.
/// </summary>
public sealed partial class StoreNotices(
    StoreSettings settings, StoreCalls calls, IJournal journal, StoreFunctionCaller functions, TimeProvider time, ILogger<StoreCalls> log)
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
        var (type, subtype) = (told.Text("notificationType"), told.Text("subtype"));
        StoreNotice Notice(StoreChange? change) => new(PurchaseStore.Apple, told.GetRawText(), change);
        switch (type)
        {
            case "DID_RENEW" or "SUBSCRIBED" or "DID_CHANGE_RENEWAL_PREF" or "OFFER_REDEEMED":
                if (bought is not { } transaction || AppleSubscription(transaction) is not { } subscription) return Ignored("Apple", "it names no transaction", isDone: false);
                if (subtype is "UPGRADE" or "DOWNGRADE" && renewal?.Text("autoRenewProductId") is { Length: > 0 } next) subscription = subscription with { ProductId = next };
                return await Keep(subscription, transaction.Text("appAccountToken"), isKnownNeeded: true, Notice(type is "DID_RENEW" ? StoreChange.Renewed : StoreChange.Subscribed), cancel);
            case "EXPIRED" or "GRACE_PERIOD_EXPIRED" or "REVOKED" or "REVOKE" or "DID_CHANGE_RENEWAL_STATUS":
                if (renewal is not { } ending || ending.Text("originalTransactionId") is not { Length: > 0 } id) return Ignored("Apple", "it names no renewal", isDone: false);
                var known = await journal.Load(StoreSubscription.Kind.Of(id), cancel);
                if (!known.Exists) return Ignored("Apple", "nobody has handed the subscription in");
                var ends = new[] { ending.Milliseconds("renewalDate"), ending.Milliseconds("gracePeriodExpiresDate") }.Max() ?? known.ExpiryTime;
                StoreChange? change = type is not "DID_CHANGE_RENEWAL_STATUS" ? StoreChange.Expired : subtype is "AUTO_RENEW_DISABLED" ? StoreChange.Cancelled : null;
                return await Record(Of(known) with { ExpiryTime = ends }, Notice(change), cancel);
            case "REFUND":
                if (bought is not { } refunded || refunded.Milliseconds("revocationDate") is not { } at) return Ignored("Apple", "it names no transaction", isDone: false);
                if (refunded.Milliseconds("expiresDate") is null)
                    return refunded.Text("transactionId") is not { Length: > 0 } purchase || await Refund(new RecordRefund(purchase, at), Notice(StoreChange.Refunded), cancel);
                if (AppleSubscription(refunded) is not { } back) return Ignored("Apple", "it names no subscription");
                return await Refund(back.OriginalTransactionId, at, Notice(StoreChange.Refunded), cancel);
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
        StoreNotice Notice(StoreChange? change) => new(PurchaseStore.Google, Encoding.UTF8.GetString(text), change);
        if (told.Part("voidedPurchaseNotification") is { } voided && voided.Text("purchaseToken") is { Length: > 0 } returned)
        {
            var refund = Notice(StoreChange.Refunded);
            if (voided.Whole("productType") == 1) return await Refund(returned, now, refund, cancel);
            return await Refund(new RecordRefund(returned, (await journal.Load(Purchase.Kind.Of(returned), cancel)).RefundTime ?? now), refund, cancel);
        }

        if (told.Part("subscriptionNotification") is not { } changed) return true;
        StoreChange? change = changed.Whole("notificationType") switch
        {
            2 => StoreChange.Renewed,
            3 => StoreChange.Cancelled,
            4 => StoreChange.Subscribed,
            13 => StoreChange.Expired,
            _ => null,
        };
        if (change is null) return true;
        var answer = await _google.Subscription(told.Text("packageName") ?? "", changed.Text("purchaseToken") ?? "", cancel);
        if (!answer.IsGranted(out var found, out var fault)) return Ignored("Google", fault.Message, isDone: false);
        return await Keep(found.Bought, found.User, isKnownNeeded: false, Notice(change), cancel);
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

    /// <summary>Keeps a subscription: for who handed it in, or for the player whom the game named when it was bought.</summary>
    async ValueTask<bool> Keep(BoughtSubscription told, string? user, bool isKnownNeeded, StoreNotice notice, CancellationToken cancel)
    {
        var id = told.OriginalTransactionId;
        if ((await journal.Load(StoreSubscription.Kind.Of(id), cancel)).Exists) return await Record(told, notice, cancel);
        if (user is null || !Guid.TryParse(user, out var player)) return Ignored(notice.Store.ToString(), "nobody has handed the subscription in, and it names no player", isDone: !isKnownNeeded);
        var kept = await journal.Execute(new KeepSubscriptions(player.ToString(), [told with { ProviderNotification = notice.Payload }]), notice.Teller, cancel);
        return kept.Fault is { } fault ? NotKept(notice, fault) : await functions.ForSubscription(notice, id, cancel);
    }

    async ValueTask<bool> Record(BoughtSubscription told, StoreNotice notice, CancellationToken cancel)
    {
        var kept = await journal.Execute(new RecordSubscription(told with { ProviderNotification = notice.Payload }), notice.Teller, cancel);
        return kept.Fault is { } fault ? NotKept(notice, fault) : await functions.ForSubscription(notice, told.OriginalTransactionId, cancel);
    }

    async ValueTask<bool> Refund(RecordRefund refund, StoreNotice notice, CancellationToken cancel)
    {
        var kept = await journal.Execute(refund, notice.Teller, cancel);
        return kept.Fault is { } fault ? NotKept(notice, fault) : await functions.ForPurchase(notice, refund.TransactionId, cancel);
    }

    async ValueTask<bool> Refund(string originalTransactionId, DateTimeOffset at, StoreNotice notice, CancellationToken cancel)
    {
        var known = await journal.Load(StoreSubscription.Kind.Of(originalTransactionId), cancel);
        if (!known.Exists) return Ignored(notice.Store.ToString(), "nobody has handed the subscription in");
        return await Record(Of(known) with { RefundTime = known.RefundTime ?? at }, notice, cancel);
    }

    /// <summary>What nobody here knows of is done with; what could not be written is told again.</summary>
    bool NotKept(StoreNotice notice, Fault fault) => Ignored(notice.Store.ToString(), fault.Message, isDone: fault.Code is FaultCode.NotFound or FaultCode.Unknown);

    bool Ignored(string store, string why, bool isDone = true)
    {
        LogIgnored(log, store, why);
        return isDone;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Nothing came of what {Store} told: {Why}")]
    static partial void LogIgnored(ILogger log, string store, string why);
}
