using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;

namespace KaosNet.Realtime.Purchases.Validating;

/// <summary>Samsung's Galaxy Store, which needs nothing to be set up (parity, providers 12).</summary>
sealed class SamsungStore(SamsungStoreSettings settings, StoreCalls calls)
{
    static readonly Fault Malformed = Fault.InvalidArgument("Purchase ID is malformed.");

    /// <summary>The purchase of that number.</summary>
    public async ValueTask<Answer<Confirmed>> Purchase(string purchaseId, CancellationToken cancel)
    {
        if (purchaseId.Length == 0) return PurchaseFaults.PurchaseIdMissing;
        if (purchaseId.Length > Limits.IdBytes || !purchaseId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')) return Malformed;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{settings.ApiUrl.TrimEnd('/')}/iap/v6/receipt?purchaseID={Uri.EscapeDataString(purchaseId)}");
        if (!(await calls.Send("Samsung IAP service", request, cancel)).IsGranted(out var reply, out var fault)) return fault;
        var answer = StoreJson.Object(reply.Body);
        if (reply.Status != 200 || answer?.Text("status") != "success")
        {
            var why = answer?.Text("errorMessage") is { Length: > 0 } message ? message : answer?.Text("status") ?? "";
            return StoreCalls.Not200(string.Create(CultureInfo.InvariantCulture, $"Samsung IAP: purchase validation failed: {why} (errorCode={answer?.Whole("errorCode") ?? 0})"), reply);
        }

        var told = answer.Value;
        if (settings.PackageName.Length > 0 && told.Text("packageName") is { Length: > 0 } package && package != settings.PackageName)
            return Fault.InvalidArgument("Samsung IAP: the purchase is of another app");
        if (told.Text("itemId") is not { Length: > 0 } product) return PurchaseFaults.Unreadable;
        if (!DateTime.TryParseExact(
            told.Text("purchaseDate"), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var bought))
            return PurchaseFaults.Unreadable;
        var environment = StoreJson.EnvironmentOf(told.Text("mode"), "TEST");
        return new Confirmed(new(purchaseId, PurchaseStore.Samsung, product, environment, new(bought), reply.Body), reply.Body);
    }
}
