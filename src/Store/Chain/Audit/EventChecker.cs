namespace KaosNet.Store.Chain.Audit;

/// <summary>Holds each event, in the order of the store, against the event before it in its stream.</summary>
/// <param name="begins">The number of the first event of the chain.</param>
/// <param name="findings">What is told of events that do not fit.</param>
sealed class EventChecker(long begins, Findings findings)
{
    const int Sequence = 0, Id = 1, Stream = 2, Version = 3, Type = 4, Time = 5, Actor = 6, Correlation = 7, Cause = 8, Headers = 9, Data = 10, Hash = 11;
    const int PreviousHash = 12, PreviousSequence = 13, PreviousVersion = 14;

    readonly EventContent _content = new();

    /// <summary>The columns of a pass through all events, in order.</summary>
    public const string Columns = "e.seq_id, e.id, e.stream_id, e.version, e.type, e.timestamp, e.user_name, e.correlation_id, e.causation_id, e.headers, e.data, e.hash";

    /// <summary>Number of those, with the three of the event before, which are null where all events pass by.</summary>
    public const int ColumnCount = 15;

    public StreamHeads Heads { get; } = new();

    public long Events { get; private set; }

    /// <summary>Events that are older than the chain.</summary>
    public long Older { get; private set; }

    /// <summary>The number, the key of the stream, the version and the hash of the row that was checked last.</summary>
    public static (long Sequence, long Version) NumbersOf(CopiedRows row) => (row.Long(Sequence), row.Long(Version));

    public static ReadOnlySpan<byte> StreamOf(CopiedRows row) => row.Bytes(Stream);

    public static ReadOnlySpan<byte> HashOf(CopiedRows row) => row.Bytes(Hash);

    public void Check(CopiedRows row)
    {
        Events++;
        var (sequence, version) = NumbersOf(row);
        ref var head = ref Heads.Of(row.Bytes(Stream), out var isKnown);
        if (!isKnown && !row.IsNull(PreviousSequence)) Begin(ref head, row);
        var isNext = version == head.Version + 1;
        if (!isNext && version > head.Version) Lost(ref head, row);
        else if (!isNext) Late(ref head, row);

        if (row.IsNull(Hash))
        {
            if (sequence < begins) Older++;
            else findings.Add(Of(row, Tampering.Altered, "It has no hash, though it is not older than the chain."));
        }
        else if (isNext && !head.IsUnsure && !IsRight(ref head, row))
        {
            findings.Add(Of(row, Tampering.Altered, "It is not what its hash was taken of.") with { PreviousSequence = head.Version > 0 ? head.Sequence : null });
        }

        if (version < head.Version)
        {
            head.IsUnsure = true;
            return;
        }

        head.IsUnsure = row.Bytes(Hash).Length is not (0 or EventContent.HashBytes);
        head.Version = version;
        head.Sequence = sequence;
        head.HasHash = row.Bytes(Hash).Length == EventContent.HashBytes;
        if (head.HasHash) row.Bytes(Hash).CopyTo(head.Hash);
    }

    /// <summary>A finding about an event that is there.</summary>
    static Finding Of(CopiedRows row, Tampering kind, string why) => new(kind, row.Long(Sequence), row.Text(Stream), row.Long(Version), why)
    {
        Type = row.Text(Type),
        At = DateTimeOffset.UnixEpoch.AddTicks(row.Microseconds(Time) * TimeSpan.TicksPerMicrosecond),
    };

    /// <summary>A pass that does not begin with the store starts each stream with what the event before says of itself.</summary>
    static void Begin(ref AuditedHead head, CopiedRows row)
    {
        head.Version = row.Long(PreviousVersion);
        head.Sequence = row.Long(PreviousSequence);
        head.HasHash = row.Bytes(PreviousHash).Length == EventContent.HashBytes;
        if (head.HasHash) row.Bytes(PreviousHash).CopyTo(head.Hash);
    }

    void Lost(ref AuditedHead head, CopiedRows row)
    {
        var (sequence, version) = NumbersOf(row);
        findings.Add(new(Tampering.Removed, head.Sequence, row.Text(Stream), head.Version + 1, $"Version {version} (number {sequence}) follows on version {head.Version}.")
        {
            IsSequenceKnown = false,
            LastVersion = version - 1 > head.Version + 1 ? version - 1 : null,
            NextSequence = sequence,
        });
    }

    void Late(ref AuditedHead head, CopiedRows row) =>
        findings.CameLate(Of(row, Tampering.Reordered, $"It stands behind version {head.Version} (number {head.Sequence})."));

    bool IsRight(ref AuditedHead head, CopiedRows row)
    {
        _content.Begin(head.HasHash ? head.Hash : [], row.Uuid(Id), row.Long(Version), row.Microseconds(Time));
        foreach (var column in (ReadOnlySpan<int>)[Stream, Type, Actor, Correlation, Cause])
        {
            if (row.IsNull(column)) _content.AddNothing();
            else _content.Add(row.Bytes(column));
        }

        foreach (var column in (ReadOnlySpan<int>)[Headers, Data])
        {
            if (row.IsNull(column)) _content.AddNothing();
            else _content.AddStored(row.Json(column));
        }

        HashValue hash = default;
        _content.Hash(hash);
        return row.Bytes(Hash).SequenceEqual(hash);
    }
}
