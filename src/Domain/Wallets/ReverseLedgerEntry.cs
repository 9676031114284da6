using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>
/// Takes back what a ledger entry booked, by another entry with the opposite amounts: the two name each other. Once only; to undo a reversal, reverse it. What is
/// not there any more cannot be taken: then it is refused, or takes what is there and records the shortfall.
/// </summary>
/// <param name="UserId">Whose entry; a lower-case UUID.</param>
/// <param name="EntryId">Which; a lower-case UUID.</param>
public sealed record ReverseLedgerEntry(string UserId, string EntryId) : Command<LedgerEntry>
{
    /// <summary>Whether it takes what is there where that is less than it should take.</summary>
    public bool TakesWhatIsThere { get; init; }

    /// <summary>What the new entry says about itself: a JSON object in any spelling.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>Who wants it, where a person stands behind it; null for nobody.</summary>
    public string? Author { get; init; }

    /// <summary>Why; null when nothing is said about it.</summary>
    public string? Reason { get; init; }

    public override IReadOnlyList<StreamRef> Streams { get; } =
    [
        TextRules.StreamOf(Account.Kind, UserId), TextRules.StreamOf(Wallet.Kind, UserId), TextRules.StreamOf(LedgerEntry.Kind, EntryId),
    ];

    /// <summary>Answers the new entry.</summary>
    public override Decision<LedgerEntry> Decide(StreamStates states, DecisionContext context)
    {
        if (!TextRules.IsId(UserId)) return WalletFaults.InvalidUser;
        if (!TextRules.IsId(EntryId)) return WalletFaults.InvalidItem;
        if (!TextRules.Fits(Author ?? "", Limits.AuthorCharacters)) return WalletFaults.InvalidAuthor;
        if (!TextRules.Fits(Reason ?? "", Limits.ReasonCharacters)) return WalletFaults.InvalidReason;
        if (!Wallets.Metadata.Of(Metadata).IsGranted(out var metadata, out var fault)) return fault;
        var entry = states.Of(LedgerEntry.Kind.Of(EntryId));
        if (!entry.Exists || entry.UserId != UserId || !states.Of(Account.Kind.Of(UserId)).IsAlive) return WalletFaults.ItemNotFound;
        if (entry.ReversedBy is { } reversedBy) return WalletFaults.AlreadyReversed(reversedBy);

        var wallet = states.Of(Wallet.Kind.Of(UserId));
        var taken = new List<Amount>(entry.Changeset.Count);
        var shortfall = new List<Amount>();
        foreach (var (key, amount) in entry.Changeset)
        {
            var balance = wallet.BalanceOf(key);
            // Given as 128 bits, since the smallest number has no opposite.
            var after = balance - (Int128)amount;
            if (after > long.MaxValue) return WalletFaults.NoRoom(key);
            if (after < 0 && !TakesWhatIsThere) return WalletFaults.NothingLeft(key, amount, balance);
            if (after < 0) shortfall.Add(new(key, (long)-after));
            taken.Add(new(key, after < 0 ? -balance : (long)(after - balance)));
        }

        if (!wallet.Book(taken).IsGranted(out var bookings, out var refusal)) return refusal;
        var reversalId = context.Dice.Uuid().ToString();
        var written = new LedgerEntryWritten(UserId, wallet.Entries + 1, taken, metadata)
        {
            Reverses = EntryId,
            Shortfall = shortfall.Count == 0 ? null : shortfall,
            Author = Author,
            Reason = Reason,
        };
        written = Ledger.Of(written, context);
        return Decision.Granted(LedgerEntry.Evolve(new() { Id = reversalId }, written, context.Now))
            .Append(Wallet.Kind.Of(UserId), new WalletBooked(bookings, reversalId))
            .Append(LedgerEntry.Kind.New(reversalId), written)
            .Append(LedgerEntry.Kind.Of(EntryId), new LedgerEntryReversed(reversalId));
    }
}
