using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;

namespace KaosNet.Realtime.Purchases.Validating;

/// <summary>Apple's App Store: transactions that Apple signed, and receipts that Apple is asked about (parity, providers 9).</summary>
sealed class AppleStore(AppleStoreSettings settings, StoreCalls calls, TimeProvider time)
{
    /// <summary>An answer over this size is not kept whole with each purchase in it, but by the entry of the purchase.</summary>
    const int WholeAnswerMax = 64 * 1024;

    const int IsOfSandbox = 21007;

    /// <summary>A receipt or a transaction that cannot be read or that Apple did not sign for this.</summary>
    public static readonly Fault NotSigned = Fault.InvalidArgument("Receipt is not signed by Apple.");

    static readonly Fault OfOtherApp = Fault.InvalidArgument("Receipt is of another app.");
    static readonly Fault Nothing = PurchaseFaults.Refused("expects at least one receipt");
    static readonly Fault Busy = Fault.Unavailable("Apple IAP verification is currently unavailable. Try again later.");

    readonly AppleSignatures _signatures = new(settings.Root ?? AppleRoot.Certificate, time);

    /// <summary>The purchases of a receipt.</summary>
    /// <param name="receipt">A signed transaction, or a receipt of the older kind.</param>
    /// <param name="password">The app's shared secret, for the older kind.</param>
    /// <param name="isKept">Whether they are to be kept, so that there must be one.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<IReadOnlyList<Confirmed>>> Purchases(string receipt, string password, bool isKept, CancellationToken cancel)
    {
        if (receipt.Length == 0) return PurchaseFaults.ReceiptMissing;
        if (AppleSignatures.IsSigned(receipt))
        {
            if (!Open(receipt).IsGranted(out var transaction, out var unsigned)) return unsigned;
            if (transaction.Milliseconds("expiresDate") is not null) return PurchaseFaults.IsSubscription;
            if (transaction.Text("transactionId") is not { Length: > 0 } id || transaction.Milliseconds("purchaseDate") is not { } bought) return PurchaseFaults.Unreadable;
            var purchase = new BoughtProduct(id, PurchaseStore.Apple, transaction.Text("productId") ?? "", EnvironmentOf(transaction), bought, Kept(receipt))
            {
                RefundTime = transaction.Milliseconds("revocationDate"),
            };
            return Answered(new Confirmed(purchase, ""));
        }

        if (password.Length == 0) return PurchaseFaults.NotConfigured("Apple");
        if (!(await Verify(receipt, password, cancel)).IsGranted(out var verified, out var fault)) return fault;
        var (body, answer) = verified;
        var entries = answer.Part("receipt") is { } own ? own.List("in_app").Concat(answer.List("latest_receipt_info")).ToList() : [.. answer.List("latest_receipt_info")];
        List<Confirmed> found = [];
        foreach (var entry in entries.Where(entry => entry.Milliseconds("expires_date_ms") is null).DistinctBy(entry => entry.Text("transaction_id"), StringComparer.Ordinal))
        {
            if (entry.Text("transaction_id") is not { Length: > 0 } id || entry.Milliseconds("purchase_date_ms") is not { } bought) return PurchaseFaults.Unreadable;
            var response = ResponseOf(body, entry);
            found.Add(new(
                new(id, PurchaseStore.Apple, entry.Text("product_id") ?? "", EnvironmentOf(answer), bought, response) { RefundTime = entry.Milliseconds("cancellation_date_ms") },
                response));
        }

        if (found.Count > 0) return found;
        if (entries.Count > 0) return PurchaseFaults.IsSubscription;
        return isKept ? Nothing : found;
    }

    /// <summary>The subscriptions of a receipt, the one that runs longest first.</summary>
    /// <param name="receipt">A signed transaction, or a receipt of the older kind.</param>
    /// <param name="password">The app's shared secret, which both kinds need.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<IReadOnlyList<BoughtSubscription>>> Subscriptions(string receipt, string password, CancellationToken cancel)
    {
        if (password.Length == 0) return PurchaseFaults.NotConfigured("Apple");
        if (receipt.Length == 0) return PurchaseFaults.ReceiptMissing;
        if (AppleSignatures.IsSigned(receipt))
        {
            if (!Open(receipt).IsGranted(out var transaction, out var unsigned)) return unsigned;
            if (transaction.Milliseconds("expiresDate") is not { } expiry) return PurchaseFaults.IsPurchase;
            if (transaction.Text("originalTransactionId") is not { Length: > 0 } id || transaction.Milliseconds("originalPurchaseDate") is not { } bought)
                return PurchaseFaults.Unreadable;
            return Answered(new BoughtSubscription(id, PurchaseStore.Apple, transaction.Text("productId") ?? "", EnvironmentOf(transaction), bought, expiry)
            {
                ProviderResponse = Kept(receipt), RefundTime = transaction.Milliseconds("revocationDate"),
            });
        }

        if (!(await Verify(receipt, password, cancel)).IsGranted(out var verified, out var fault)) return fault;
        var (body, answer) = verified;
        var entries = answer.List("latest_receipt_info").Where(entry => entry.Milliseconds("expires_date_ms") is not null)
            .OrderByDescending(entry => entry.Milliseconds("expires_date_ms")).ToList();
        if (entries.Count == 0) return PurchaseFaults.IsPurchase;
        List<BoughtSubscription> found = [];
        // Of one subscription's renewals the last one says until when it runs.
        foreach (var entry in entries.DistinctBy(entry => entry.Text("original_transaction_id"), StringComparer.Ordinal))
        {
            if (entry.Text("original_transaction_id") is not { Length: > 0 } id || entry.Milliseconds("original_purchase_date_ms") is not { } bought)
                return PurchaseFaults.Unreadable;
            found.Add(new(id, PurchaseStore.Apple, entry.Text("product_id") ?? "", EnvironmentOf(answer), bought, entry.Milliseconds("expires_date_ms")!.Value)
            {
                ProviderResponse = ResponseOf(body, entry), RefundTime = entry.Milliseconds("cancellation_date_ms"),
            });
        }

        return found;
    }

    static Answer<IReadOnlyList<T>> Answered<T>(T one) => (List<T>)[one];

    Answer<JsonElement> Open(string receipt)
    {
        if (_signatures.Open(receipt) is not { } transaction) return NotSigned;
        return settings.BundleId.Length > 0 && transaction.Text("bundleId") != settings.BundleId ? OfOtherApp : transaction;
    }

    async ValueTask<Answer<(string Body, JsonElement Answer)>> Verify(string receipt, string password, CancellationToken cancel)
    {
        var request = new JsonObject { ["receipt-data"] = receipt, ["exclude-old-transactions"] = true, ["password"] = password }.ToJsonString();
        foreach (var url in new[] { settings.VerifyReceiptUrl, settings.SandboxVerifyReceiptUrl })
        {
            using var asked = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(request, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8")) };
            if (!(await calls.Ask("Apple service", asked, cancel)).IsGranted(out var body, out var fault)) return fault;
            if (StoreJson.Object(body) is not { } answer || answer.Whole("status") is not { } status) return PurchaseFaults.Unreadable;
            if (status == IsOfSandbox && url == settings.VerifyReceiptUrl && url != settings.SandboxVerifyReceiptUrl) continue;
            if (status != 0) return answer.Flag("is-retryable") ? Busy : Fault.FailedPrecondition(string.Create(CultureInfo.InvariantCulture, $"Invalid Receipt. Status: {status}"));
            return settings.BundleId.Length > 0 && answer.Part("receipt")?.Text("bundle_id") != settings.BundleId ? OfOtherApp : (body, answer);
        }

        return Fault.FailedPrecondition(string.Create(CultureInfo.InvariantCulture, $"Invalid Receipt. Status: {IsOfSandbox}"));
    }

    static string Kept(string receipt) => new JsonObject { ["jws"] = receipt }.ToJsonString();

    static string ResponseOf(string body, JsonElement entry) => body.Length <= WholeAnswerMax ? body : entry.GetRawText();

    static PurchaseEnvironment EnvironmentOf(JsonElement told) => StoreJson.EnvironmentOf(told.Text("environment"), "Sandbox");
}

/// <summary>A purchase that its store confirmed, and what the caller is told that the store said.</summary>
sealed record Confirmed(BoughtProduct Bought, string Told);
