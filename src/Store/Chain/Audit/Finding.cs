namespace KaosNet.Store.Chain.Audit;

/// <summary>What was done to the history.</summary>
public enum Tampering
{
    /// <summary>An event, or a seal, is not as it was written.</summary>
    Altered,

    /// <summary>An event that was there is not any more.</summary>
    Removed,

    /// <summary>Events are not in the order in which they happened.</summary>
    Reordered,

    /// <summary>An event is there that the server did not write.</summary>
    SlippedIn,
}

/// <summary>One thing that is not as it was written.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Sequence">The event's number in the store; of one that is gone, the number after which it was unless it is known.</param>
/// <param name="Stream">Its stream; null where nothing that is left says so.</param>
/// <param name="Version">Its version there.</param>
/// <param name="Why">What shows it, for a person to read.</param>
public sealed record Finding(Tampering Kind, long Sequence, string? Stream, long? Version, string Why)
{
    /// <summary>Whether <see cref="Sequence"/> is the event's own number.</summary>
    public bool IsSequenceKnown { get; init; } = true;

    /// <summary>The last of several events that are concerned alike; null for one.</summary>
    public long? LastVersion { get; init; }

    /// <summary>The stored name of the event; null when it is gone.</summary>
    public string? Type { get; init; }

    /// <summary>When it happened; null when it is gone.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Of an event whose hash does not fit: the number of the event before it in its stream, which may be the one at fault.</summary>
    internal long? PreviousSequence { get; init; }

    /// <summary>Of a seal that does not stand: the number before its first; its last is <see cref="Sequence"/>.</summary>
    internal long? SpanAfter { get; init; }

    /// <summary>Of versions that are not there: the number of the event after them, when there is one.</summary>
    internal long? NextSequence { get; init; }
}

/// <summary>How far an audit has come.</summary>
/// <param name="Events">Events looked at.</param>
/// <param name="Total">Events there are, about.</param>
public sealed record AuditProgress(long Events, long Total);

/// <summary>What an audit came to.</summary>
public sealed record AuditReport
{
    /// <summary>Events looked at.</summary>
    public required long Events { get; init; }

    /// <summary>Streams they belong to.</summary>
    public required long Streams { get; init; }

    /// <summary>Events that are older than the chain of hashes, of which nothing can be said.</summary>
    public required long Older { get; init; }

    /// <summary>Seals that were looked at.</summary>
    public required long Seals { get; init; }

    /// <summary>The last of all seals; null when there is none.</summary>
    public required StoredSeal? LastSeal { get; init; }

    /// <summary>Events looked at that no seal stands over yet.</summary>
    public required long Unsealed { get; init; }

    /// <summary>What is not as it was written, the first in the order of the store first; not more than were asked for.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>How many findings there are in all.</summary>
    public required long FindingCount { get; init; }
}
