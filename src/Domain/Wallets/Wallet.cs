using System.Collections.Immutable;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>A player's balances as events left them.</summary>
public sealed record Wallet : IWeighed
{
    /// <summary>Wallets, by user id.</summary>
    public static readonly StreamKind<Wallet, WalletEvent> Kind =
        new("wallet", id => new Wallet { UserId = id }, Evolve, about: (id, _) => [id], Limits.SnapshotEvery);

    /// <summary>A lower-case UUID.</summary>
    public required string UserId { get; init; }

    /// <summary>Whether anything was ever booked, and the account is still there.</summary>
    public bool Exists { get; init; }

    /// <summary>What is there of each currency, never below 0; what ran out stays with 0.</summary>
    public ImmutableDictionary<string, long> Balances { get; init; } = Nothing;

    /// <summary>Entries that its ledger ever had.</summary>
    public long Entries { get; init; }

    /// <summary>When it was last touched.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    int IWeighed.Weight => 400 + (160 * Balances.Count);

    /// <summary>No balances.</summary>
    public static readonly ImmutableDictionary<string, long> Nothing = ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>The wallet after one more event.</summary>
    public static Wallet Evolve(Wallet wallet, WalletEvent happened, DateTimeOffset at) => happened switch
    {
        WalletBooked booked => wallet with
        {
            Exists = true,
            Balances = booked.Bookings.Aggregate(wallet.Balances, (balances, booking) => balances.SetItem(booking.Key, booking.Balance)),
            Entries = wallet.Entries + (booked.EntryId is null ? 0 : 1),
            UpdatedAt = at,
        },
        WalletReplaced replaced => wallet with
        {
            Exists = true,
            Balances = replaced.Balances.Aggregate(Nothing, (balances, amount) => balances.SetItem(amount.Key, amount.Value)),
            UpdatedAt = at,
        },
        WalletClosed => new() { UserId = wallet.UserId, Entries = wallet.Entries },
        _ => wallet,
    };

    /// <summary>What is there of a currency.</summary>
    public long BalanceOf(string key) => Balances.GetValueOrDefault(key);

    /// <summary>What becomes of the balances with these amounts, or why that cannot be (parity 8.2).</summary>
    internal Answer<Booking[]> Book(IReadOnlyList<Amount> changes)
    {
        var bookings = new Booking[changes.Count];
        var added = 0;
        for (var i = 0; i < bookings.Length; i++)
        {
            var (key, change) = changes[i];
            // Beyond 64 bits it wraps around, and so lands below 0.
            var balance = unchecked(BalanceOf(key) + change);
            if (balance < 0) return WalletFaults.Negative(key);
            if (!Balances.ContainsKey(key)) added++;
            bookings[i] = new(key, change, balance);
        }

        return added > 0 && Balances.Count + added > Limits.KeysMax ? WalletFaults.TooManyKeys : bookings;
    }
}
