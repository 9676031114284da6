using System.Collections.Concurrent;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;

namespace KaosNet.Realtime.Purchases.Validating;

/// <summary>Tokens that stores gave to be shown with each call, kept until shortly before they run out.</summary>
sealed class AccessTokens(TimeProvider time)
{
    /// <summary>Modules may come with accounts of their own, so there can be several; more than this are more than anybody has.</summary>
    const int AccountsMax = 64;

    static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> _kept = new(StringComparer.Ordinal);

    /// <summary>The token of an account, asked for when there is none.</summary>
    /// <param name="account">What tells accounts and their secrets apart.</param>
    /// <param name="ask">Asks the store: its answer.</param>
    public async ValueTask<Answer<string>> Of(string account, Func<ValueTask<Answer<string>>> ask)
    {
        var now = time.GetUtcNow();
        if (_kept.TryGetValue(account, out var known) && known.Until > now) return known.Token;
        if (!(await ask()).IsGranted(out var answer, out var fault)) return fault;
        if (StoreJson.Object(answer) is not { } told || told.Text("access_token") is not { Length: > 0 } token) return PurchaseFaults.Refused("the store gave no access token");
        if (_kept.Count >= AccountsMax) _kept.Clear();
        var seconds = Math.Clamp(told.Whole("expires_in") ?? 0, 0, 24 * 3600);
        _kept[account] = (token, now.AddSeconds(seconds) - Early);
        return token;
    }
}
