using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Wallets;

/// <summary>How what happened to a wallet is undone: bookings by bookings of the opposite, through the ledger where it tells of them.</summary>
public static class WalletReversals
{
    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<Wallet, WalletEvent>(Wallet.Kind, Of);

    /// <summary>Reverses an entry of the ledger; once, since the wallet's event and the entry's both ask for it.</summary>
    internal static Reversal OfEntry(string userId, string entryId, UndoWorld world)
    {
        var entry = world.Of(LedgerEntry.Kind.Of(entryId));
        if (entry.ReversedBy is { } by && world.Of(LedgerEntry.Kind.Of(by)) is { } reversal)
            return world.IsOwn(reversal) ? Reversal.Along : Reversal.Refused($"the ledger entry is reversed already, by {by}");
        if (!entry.Exists) return Reversal.Refused("the ledger entry was removed since");
        var missing = entry.Changeset.FirstOrDefault(amount => world.Of(Wallet.Kind.Of(userId)).BalanceOf(amount.Key) < amount.Value);
        if (missing is not null) return Spent(missing, world.Of(Wallet.Kind.Of(userId)));
        var decision = new ReverseLedgerEntry(userId, entryId) { Author = Cut(world.Author, Limits.AuthorCharacters), Reason = Cut(world.Reason, Limits.ReasonCharacters) }
            .Decide(world, world.Context);
        return decision.Fault is { } fault ? Reversal.Refused(fault.Message) : Reversal.By(decision.Events);
    }

    static Reversal Of(Happening<Wallet, WalletEvent> past, UndoWorld world)
    {
        if (world.IsGone(past.Now.UserId)) return Reversal.Refused("the player's account is deleted");
        return past.Event switch
        {
            WalletBooked { EntryId: { } entryId } => OfEntry(past.Now.UserId, entryId, world),
            WalletBooked booked => Booked(past, booked),
            WalletReplaced when !IsSame(past.Now, past.After) => Reversal.Later("the wallet was booked to since"),
            WalletReplaced when !past.Before.Exists => past.By(new WalletClosed()),
            WalletReplaced => past.By(new WalletReplaced(Amounts.Sorted(past.Before.Balances))),
            _ when past.Now.Exists => Reversal.Later("the player has another wallet by now"),
            _ => past.By(new WalletReplaced(Amounts.Sorted(past.Before.Balances))),
        };
    }

    static Reversal Booked(Happening<Wallet, WalletEvent> past, WalletBooked booked)
    {
        if (booked.Bookings.Count == 0) return Reversal.Refused("it booked nothing");
        foreach (var (key, amount, _) in booked.Bookings)
        {
            if (past.Now.BalanceOf(key) < amount) return Spent(new(key, amount), past.Now);
            if (past.Now.BalanceOf(key) - (Int128)amount > long.MaxValue) return Reversal.Refused("the balance would be too large");
        }

        return past.By(new WalletBooked(
            [.. booked.Bookings.Select(booking => new Booking(booking.Key, -booking.Amount, past.Now.BalanceOf(booking.Key) - booking.Amount))]));
    }

    static Reversal Spent(Amount amount, Wallet now) =>
        Reversal.Later($"it is spent: {now.BalanceOf(amount.Key)} of {amount.Value} {amount.Key} left");

    static bool IsSame(Wallet left, Wallet right) => Amounts.Text(left.Balances) == Amounts.Text(right.Balances);

    static bool IsOwn(this UndoWorld world, LedgerEntry reversal) => reversal.CreateTime == world.Context.Now && reversal.Cause == LedgerCause.Kept(world.Context.Caller.Cause);

    static string Cut(string text, int characters) => text.Length <= characters ? text : text[..(char.IsHighSurrogate(text[characters - 1]) ? characters - 1 : characters)];
}

/// <summary>How what happened to an entry of a ledger is undone.</summary>
public static class LedgerReversals
{
    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<LedgerEntry, LedgerEvent>(LedgerEntry.Kind, Of);

    static Reversal Of(Happening<LedgerEntry, LedgerEvent> past, UndoWorld world)
    {
        var (before, now) = (past.Before, past.Now);
        var userId = past.After.Exists ? past.After.UserId : before.UserId;
        if (world.IsGone(userId)) return Reversal.Refused("the player's account is deleted");
        switch (past.Event)
        {
            case LedgerEntryWritten: return WalletReversals.OfEntry(userId, now.Id, world);
            // The reversal has an entry of its own, and that is what is undone.
            case LedgerEntryReversed: return Reversal.Along;
            case LedgerEntryAnnotated or LedgerEntryRestored when !now.Exists: return Reversal.Later("the ledger entry was removed since");
            case LedgerEntryAnnotated or LedgerEntryRestored when now.Metadata != past.After.Metadata:
                return Reversal.Later("the ledger entry was annotated again since");
            case LedgerEntryAnnotated or LedgerEntryRestored when before.Exists:
                return past.By(LedgerEntryRestored.Of(now with { Metadata = before.Metadata, UpdateTime = before.UpdateTime }));
            case LedgerEntryRestored: return past.By(new LedgerEntryRemoved());
            default:
                if (!before.Exists) return Reversal.Refused("there was no ledger entry to remove");
                return now.Exists ? Reversal.Later("the ledger entry is there") : past.By(LedgerEntryRestored.Of(before));
        }
    }
}
