using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>What can happen to an entry of a wallet's ledger.</summary>
public abstract record LedgerEvent;

/// <summary>Amounts were booked to a wallet, and this says why.</summary>
/// <param name="UserId">Whose wallet.</param>
/// <param name="Number">The entry's place among those of the wallet, from 1 and without gaps.</param>
/// <param name="Changeset">The amounts, in the order of their keys.</param>
/// <param name="Metadata">A JSON object in its canonical spelling.</param>
[EventName("ledger_entry_written")]
public sealed record LedgerEntryWritten(string UserId, long Number, IReadOnlyList<Amount> Changeset, [property: Personal("{}")] string Metadata) : LedgerEvent
{
    /// <summary>What caused the call that wrote it, e.g. <c>end:{board}:{expiry}</c>; null for nothing but the caller's wish.</summary>
    public string? Cause { get; init; }

    /// <summary>The request id of that call.</summary>
    public string? Correlation { get; init; }

    /// <summary>The entry that this one takes back.</summary>
    public string? Reverses { get; init; }

    /// <summary>What the reversal would have had to take and was not there any more; null when there is none.</summary>
    public IReadOnlyList<Amount>? Shortfall { get; init; }

    /// <summary>Who reversed, where a person stands behind it.</summary>
    public string? Author { get; init; }

    /// <summary>Why it was reversed.</summary>
    [Personal]
    public string? Reason { get; init; }
}

/// <summary>Keys of the metadata were added or overwritten; the others stayed.</summary>
/// <param name="Metadata">The keys, as a JSON object in its canonical spelling.</param>
[EventName("ledger_entry_annotated")]
public sealed record LedgerEntryAnnotated([property: Personal("{}")] string Metadata) : LedgerEvent;

/// <summary>Another entry took its amounts back.</summary>
/// <param name="ReversedBy">The id of that entry.</param>
[EventName("ledger_entry_reversed")]
public sealed record LedgerEntryReversed(string ReversedBy) : LedgerEvent;

/// <summary>The entry is listed no more: an operator took it out, or the account is gone. The wallet stays as it is.</summary>
[EventName("ledger_entry_removed")]
public sealed record LedgerEntryRemoved : LedgerEvent;

/// <summary>The entry reads as it did before: what was written about it, or that it was removed, was undone.</summary>
/// <param name="Entry">All of it.</param>
[EventName("ledger_entry_restored")]
public sealed record LedgerEntryRestored(KeptEntry Entry) : LedgerEvent
{
    internal static LedgerEntryRestored Of(LedgerEntry entry) => new(new KeptEntry(entry.UserId, entry.Number, entry.Changeset, entry.Metadata)
    {
        Cause = entry.Cause,
        Correlation = entry.Correlation,
        Reverses = entry.Reverses,
        ReversedBy = entry.ReversedBy,
        Shortfall = entry.Shortfall,
        Author = entry.Author,
        Reason = entry.Reason,
        CreateTime = entry.CreateTime,
        UpdateTime = entry.UpdateTime,
    });
}

/// <summary>An entry as it was.</summary>
/// <param name="UserId">Whose wallet.</param>
/// <param name="Number">The entry's place among those of the wallet.</param>
/// <param name="Changeset">The amounts, in the order of their keys.</param>
/// <param name="Metadata">A JSON object in its canonical spelling.</param>
public sealed record KeptEntry(string UserId, long Number, IReadOnlyList<Amount> Changeset, [property: Personal("{}")] string Metadata)
{
    public string? Cause { get; init; }

    public string? Correlation { get; init; }

    public string? Reverses { get; init; }

    public string? ReversedBy { get; init; }

    public IReadOnlyList<Amount> Shortfall { get; init; } = [];

    public string? Author { get; init; }

    [Personal]
    public string? Reason { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }
}
