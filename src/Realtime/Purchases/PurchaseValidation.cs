using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using KaosNet.Projections.Purchases;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Purchases.Validating;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Purchases;

/// <summary>Who hands something in.</summary>
/// <param name="UserId">Whose it will be; a lower-case UUID.</param>
/// <param name="IsKept">Whether what is confirmed is kept.</param>
/// <param name="Caller">Who asks; kept with the events.</param>
/// <param name="Cancel">Gives up.</param>
public sealed record Buyer(string UserId, bool IsKept, Caller Caller, CancellationToken Cancel);

/// <summary>Has stores confirm what players bought there, and keeps it (parity, providers 8 to 12). One of each for clients and modules alike.</summary>
public sealed class PurchaseValidation(StoreSettings settings, StoreCalls calls, IJournal journal, TimeProvider time, ILogger<StoreCalls> log)
{
    readonly AppleStore _apple = new(settings.Apple, calls, time);
    readonly GoogleStore _google = new(settings.Google, calls, time, log);
    readonly HuaweiStore _huawei = new(settings.Huawei, calls, time, log);
    readonly FacebookInstantStore _facebookInstant = new(settings.FacebookInstant);
    readonly SamsungStore _samsung = new(settings.Samsung, calls);

    /// <summary>The purchases of a receipt or transaction of Apple's.</summary>
    /// <param name="buyer">Who hands it in.</param>
    /// <param name="receipt">It.</param>
    /// <param name="password">Another shared secret than the server's; empty for the server's.</param>
    public async ValueTask<Answer<ValidatePurchaseResponse>> Apple(Buyer buyer, string receipt, string password = "")
    {
        var answer = await _apple.Purchases(receipt, password.Length > 0 ? password : settings.Apple.SharedPassword, buyer.IsKept, buyer.Cancel);
        return answer.IsGranted(out var confirmed, out var fault) ? await Answered(buyer, confirmed) : fault;
    }

    /// <summary>A purchase in the Play Store.</summary>
    /// <param name="buyer">Who hands it in.</param>
    /// <param name="receipt">Its receipt.</param>
    /// <param name="email">Another service account than the server's; empty for the server's.</param>
    /// <param name="key">That account's key.</param>
    public async ValueTask<Answer<ValidatePurchaseResponse>> Google(Buyer buyer, string receipt, string email = "", string key = "")
    {
        var answer = await _google.Purchase(receipt, email, key, buyer.Cancel);
        return answer.IsGranted(out var confirmed, out var fault) ? await Answered(buyer, [confirmed]) : fault;
    }

    /// <summary>A purchase in AppGallery.</summary>
    /// <param name="buyer">Who hands it in.</param>
    /// <param name="purchase">Its data.</param>
    /// <param name="signature">Huawei's signature of it.</param>
    public async ValueTask<Answer<ValidatePurchaseResponse>> Huawei(Buyer buyer, string purchase, string signature)
    {
        var answer = await _huawei.Purchase(purchase, signature, buyer.Cancel);
        return answer.IsGranted(out var confirmed, out var fault) ? await Answered(buyer, [confirmed], showsUser: false) : fault;
    }

    /// <summary>A purchase in an Instant Game.</summary>
    /// <param name="buyer">Who hands it in.</param>
    /// <param name="signedRequest">What Facebook signed.</param>
    public async ValueTask<Answer<ValidatePurchaseResponse>> FacebookInstant(Buyer buyer, string signedRequest) =>
        _facebookInstant.Purchase(signedRequest).IsGranted(out var confirmed, out var fault) ? await Answered(buyer, [confirmed]) : fault;

    /// <summary>A purchase in the Galaxy Store.</summary>
    /// <param name="buyer">Who hands it in.</param>
    /// <param name="purchaseId">Its number.</param>
    public async ValueTask<Answer<ValidatePurchaseResponse>> Samsung(Buyer buyer, string purchaseId)
    {
        var answer = await _samsung.Purchase(purchaseId, buyer.Cancel);
        return answer.IsGranted(out var confirmed, out var fault) ? await Answered(buyer, [confirmed], showsUser: false) : fault;
    }

    /// <summary>The subscription of a receipt or transaction of Apple's that runs longest; all of them are kept.</summary>
    /// <param name="buyer">Who hands it in.</param>
    /// <param name="receipt">It.</param>
    /// <param name="password">Another shared secret than the server's; empty for the server's.</param>
    public async ValueTask<Answer<ValidateSubscriptionResponse>> AppleSubscription(Buyer buyer, string receipt, string password = "")
    {
        var answer = await _apple.Subscriptions(receipt, password.Length > 0 ? password : settings.Apple.SharedPassword, buyer.Cancel);
        return answer.IsGranted(out var confirmed, out var fault) ? await Answered(buyer, confirmed) : fault;
    }

    /// <summary>A subscription in the Play Store.</summary>
    /// <param name="buyer">Who hands it in.</param>
    /// <param name="receipt">Its receipt.</param>
    /// <param name="email">Another service account than the server's; empty for the server's.</param>
    /// <param name="key">That account's key.</param>
    public async ValueTask<Answer<ValidateSubscriptionResponse>> GoogleSubscription(Buyer buyer, string receipt, string email = "", string key = "")
    {
        var answer = await _google.Subscription(receipt, email, key, buyer.Cancel);
        return answer.IsGranted(out var confirmed, out var fault) ? await Answered(buyer, [confirmed]) : fault;
    }

    /// <param name="buyer">Who hands it in.</param>
    /// <param name="confirmed">What the store said.</param>
    /// <param name="showsUser">Whether the buyer is named when nothing is kept.</param>
    async ValueTask<Answer<ValidatePurchaseResponse>> Answered(Buyer buyer, IReadOnlyList<Confirmed> confirmed, bool showsUser = true)
    {
        var response = new ValidatePurchaseResponse { ValidatedPurchases = new(confirmed.Count) };
        if (!buyer.IsKept)
        {
            response.ValidatedPurchases.AddRange(confirmed.Select(one => PurchaseSpelling.Of(one.Bought, showsUser ? buyer.UserId : "", one.Told)));
            return response;
        }

        foreach (var some in confirmed.Chunk(Limits.AtOnceMax))
        {
            var answer = await journal.Execute(new KeepPurchases(buyer.UserId, [.. some.Select(one => one.Bought)]), buyer.Caller, buyer.Cancel);
            if (!answer.IsGranted(out var kept, out var fault)) return fault;
            var told = some.ToDictionary(one => one.Bought.TransactionId, one => one.Told, StringComparer.Ordinal);
            foreach (var (purchase, isSeenBefore) in kept)
            {
                var spelled = PurchaseSpelling.Of(PurchaseRow.Of(purchase));
                // Whoever asks is named, also where it is somebody else's: that it was seen before is the signal (parity B3).
                spelled.UserId = buyer.UserId;
                spelled.SeenBefore = isSeenBefore;
                spelled.ProviderResponse = told[purchase.TransactionId];
                response.ValidatedPurchases.Add(spelled);
            }
        }

        return response;
    }

    async ValueTask<Answer<ValidateSubscriptionResponse>> Answered(Buyer buyer, IReadOnlyList<BoughtSubscription> confirmed)
    {
        var now = time.GetUtcNow();
        if (!buyer.IsKept) return new ValidateSubscriptionResponse { ValidatedSubscription = PurchaseSpelling.Of(confirmed[0], buyer.UserId, now) };
        ValidatedSubscription? first = null;
        foreach (var some in confirmed.Chunk(Limits.AtOnceMax))
        {
            var answer = await journal.Execute(new KeepSubscriptions(buyer.UserId, some), buyer.Caller, buyer.Cancel);
            if (!answer.IsGranted(out var kept, out var fault)) return fault;
            first ??= PurchaseSpelling.Of(StoreSubscriptionRow.Of(kept[0]), now);
        }

        return new ValidateSubscriptionResponse { ValidatedSubscription = first };
    }
}
