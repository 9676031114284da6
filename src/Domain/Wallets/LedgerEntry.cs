using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>One entry of a wallet's ledger as its events left it.</summary>
public sealed record LedgerEntry : IWeighed
{
    /// <summary>Entries, by their id.</summary>
    public static readonly StreamKind<LedgerEntry, LedgerEvent> Kind =
        new("ledger", id => new LedgerEntry { Id = id }, Evolve, About)
        {
            Whose = new() { ByEvent = (happened, before) => [happened switch
            {
                LedgerEntryWritten written => written.UserId,
                LedgerEntryRestored restored => restored.Entry.UserId,
                _ => before.UserId,
            }] },
        };

    /// <summary>A lower-case UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it was written and not removed.</summary>
    public bool Exists { get; init; }

    /// <summary>Whose wallet; a lower-case UUID.</summary>
    public string UserId { get; init; } = "";

    /// <summary>Its place among the entries of the wallet, from 1.</summary>
    public long Number { get; init; }

    /// <summary>The amounts that were booked, in the order of their keys.</summary>
    public IReadOnlyList<Amount> Changeset { get; init; } = [];

    /// <summary>A JSON object in its canonical spelling.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>What caused the call that wrote it, or null.</summary>
    public string? Cause { get; init; }

    /// <summary>The request id of that call, or null.</summary>
    public string? Correlation { get; init; }

    /// <summary>The entry that this one takes back, or null.</summary>
    public string? Reverses { get; init; }

    /// <summary>The entry that takes this one back, or null.</summary>
    public string? ReversedBy { get; init; }

    /// <summary>What a reversal would have had to take and was not there any more.</summary>
    public IReadOnlyList<Amount> Shortfall { get; init; } = [];

    /// <summary>Who reversed, or null.</summary>
    public string? Author { get; init; }

    /// <summary>Why it was reversed, or null.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    int IWeighed.Weight => 800 + (sizeof(char) * Metadata.Length) + (100 * (Changeset.Count + Shortfall.Count));

    /// <summary>The entry after one more event.</summary>
    public static LedgerEntry Evolve(LedgerEntry entry, LedgerEvent happened, DateTimeOffset at) => happened switch
    {
        LedgerEntryWritten written => new()
        {
            Id = entry.Id,
            Exists = true,
            UserId = written.UserId,
            Number = written.Number,
            Changeset = written.Changeset,
            Metadata = written.Metadata,
            Cause = written.Cause,
            Correlation = written.Correlation,
            Reverses = written.Reverses,
            Shortfall = written.Shortfall ?? [],
            Author = written.Author,
            Reason = written.Reason,
            CreateTime = at,
            UpdateTime = at,
        },
        LedgerEntryAnnotated annotated => entry with { Metadata = Merged(entry.Metadata, annotated.Metadata), UpdateTime = at },
        LedgerEntryReversed reversed => entry with { ReversedBy = reversed.ReversedBy, UpdateTime = at },
        LedgerEntryRemoved => new() { Id = entry.Id },
        LedgerEntryRestored { Entry: var kept } => new()
        {
            Id = entry.Id,
            Exists = true,
            UserId = kept.UserId,
            Number = kept.Number,
            Changeset = kept.Changeset,
            Metadata = kept.Metadata,
            Cause = kept.Cause,
            Correlation = kept.Correlation,
            Reverses = kept.Reverses,
            ReversedBy = kept.ReversedBy,
            Shortfall = kept.Shortfall,
            Author = kept.Author,
            Reason = kept.Reason,
            CreateTime = kept.CreateTime,
            UpdateTime = kept.UpdateTime,
        },
        _ => entry,
    };

    /// <summary>One object with the keys of both; where both have one, with the newer's (parity 8.4). Both are canonical, and so is what comes of them.</summary>
    internal static string Merged(string older, string newer)
    {
        if (newer.Length <= 2) return older;
        // Of equal keys the canonical spelling keeps the last.
        return older.Length <= 2 ? newer : JsonDocumentText.Of($"{older.AsSpan(0, older.Length - 1)}, {newer.AsSpan(1)}");
    }

    static IEnumerable<string> About(string id, LedgerEvent happened) => happened switch
    {
        LedgerEntryWritten written => [written.UserId],
        LedgerEntryRestored restored => [restored.Entry.UserId],
        _ => [],
    };
}
