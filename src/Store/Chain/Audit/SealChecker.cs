using KaosNet.Domain.Seals;
using Npgsql;

namespace KaosNet.Store.Chain.Audit;

/// <summary>Numbers under a seal whose mark is not what the store gives any more: after the first, up to and with the second.</summary>
/// <param name="Seal">The seal.</param>
/// <param name="After">The number before the first.</param>
/// <param name="Through">The last.</param>
/// <param name="Mark">As it was sealed.</param>
sealed record BrokenPart(StoredSeal Seal, long After, long Through, byte[] Mark)
{
    /// <summary>There was no event when it was sealed.</summary>
    public bool WasEmpty => Mark.AsSpan().IndexOfAnyExcept((byte)0) < 0;

    public bool IsOneNumber => Through == After + 1;
}

/// <summary>Holds the events, as they pass by in the order of the store, against the seals, which are read along with them.</summary>
/// <param name="connection">A connection of its own, since the other one is busy.</param>
/// <param name="schema">The store's schema.</param>
/// <param name="findings">What is told of seals that do not fit each other.</param>
sealed class SealChecker(NpgsqlConnection connection, string schema, Findings findings) : IDisposable
{
    const int Page = 16;

    /// <summary>Parts kept; more are a store that was rewritten.</summary>
    const int BrokenMax = 500;

    readonly Queue<StoredSeal> _ahead = [];
    StoredSeal? _seal, _before;
    SealSpan? _span;
    long _version;
    long? _firstAfter;
    bool _isOver, _isSound;

    public long Seals { get; private set; }

    /// <summary>Events that no seal stands over.</summary>
    public long Unsealed { get; private set; }

    public List<BrokenPart> Broken { get; } = [];

    /// <summary>Broken parts that were not kept.</summary>
    public long MoreBroken { get; private set; }

    /// <summary>The last seal that was looked at.</summary>
    public StoredSeal? Last => _before;

    /// <summary>Whether a seal that was looked at stands over a number.</summary>
    public bool IsUnderSeal(long sequence) => sequence > _firstAfter && sequence <= _before?.Seal.Through;

    /// <summary>Begins with the first seal, or with the one after a seal that is taken as it is.</summary>
    public async Task Begin(StoredSeal? before, CancellationToken cancel)
    {
        (_before, _version) = (before, before?.Version ?? 0);
        await Next(cancel);
    }

    /// <summary>True when nothing has to be read before the event with this number is added.</summary>
    public bool IsReadyFor(long sequence) => _isOver || sequence <= _seal!.Seal.Through;

    /// <summary>Closes the seals that end before this number.</summary>
    public async Task ReadyFor(long sequence, CancellationToken cancel)
    {
        while (!IsReadyFor(sequence)) await Close(cancel);
    }

    public void Add(CopiedRows row)
    {
        var (sequence, version) = EventChecker.NumbersOf(row);
        if (_isOver) Unsealed++;
        else if (sequence > _span!.After) _span.Add(sequence, EventChecker.StreamOf(row), version, EventChecker.HashOf(row));
    }

    /// <summary>Closes the seals that are left, up to a number.</summary>
    public async Task End(long through, CancellationToken cancel)
    {
        while (!_isOver && _seal!.Seal.Through <= through) await Close(cancel);
    }

    public void Dispose() => _span?.Dispose();

    async Task Next(CancellationToken cancel)
    {
        _span?.Dispose();
        _span = null;
        await Peek(cancel);
        _isOver = !_ahead.TryDequeue(out _seal);
        if (_isOver) return;
        _version = _seal!.Version;
        _firstAfter ??= _seal.Seal.After;
        _span = new(_seal.Seal.After, _seal.Seal.Through);
        Link(_seal);
    }

    async Task<StoredSeal?> Peek(CancellationToken cancel)
    {
        if (_ahead.Count == 0)
        {
            foreach (var seal in await StoredSeal.After(connection, schema, _version, Page, cancel)) _ahead.Enqueue(seal);
        }

        return _ahead.TryPeek(out var next) ? next : null;
    }

    /// <summary>Seals stand on each other as events do.</summary>
    void Link(StoredSeal stored)
    {
        Seals++;
        var (seal, before) = (stored.Seal, _before);
        // A seal that is gone is told as the event that it was.
        var isNext = stored.Version == (before?.Version ?? 0) + 1;
        var why = seal.Hash != SealHash.Of(seal) ? "its hash is not that of what it says"
            : seal.Number != stored.Version ? $"it says that it is number {seal.Number}"
            : isNext && seal.Before != (before?.Seal.Hash ?? SealHash.None) ? "it does not stand on the seal before it, or that one was changed together with its hash"
            : isNext && before is not null && seal.After != before.Seal.Through ? $"it begins after {seal.After}, and the seal before it ends with {before.Seal.Through}"
            : null;
        _isSound = why is null || !isNext;
        if (why is not null) findings.Add(new(Tampering.Altered, stored.Seal.Through, SealChain.OfStore.Key, stored.Version, $"Seal {stored.Version}: {why}.") { IsSequenceKnown = false });
    }

    async Task Close(CancellationToken cancel)
    {
        // A seal that was changed itself says nothing of events; the next one knows what it was.
        var next = await Peek(cancel);
        var isBorneOut = next is null || next.Version != _seal!.Version + 1 || next.Seal.Before == _seal.Seal.Hash || next.Seal.Hash != SealHash.Of(next.Seal);
        if (_isSound && isBorneOut) Compare(_seal!, _span!.Finish());
        _before = _seal;
        await Next(cancel);
    }

    void Compare(StoredSeal stored, SealStore found)
    {
        var seal = stored.Seal;
        var width = SealSpan.WidthOf(seal.After, seal.Through);
        var isTold = false;
        if (seal.Marks.Length == found.Marks.Length)
        {
            for (var part = 0; part * SealSpan.MarkBytes < seal.Marks.Length; part++)
            {
                var mark = seal.Marks.AsSpan(part * SealSpan.MarkBytes, SealSpan.MarkBytes);
                if (mark.SequenceEqual(found.Marks.AsSpan(part * SealSpan.MarkBytes, SealSpan.MarkBytes))) continue;
                isTold = true;
                var after = seal.After + ((long)part * width);
                if (Broken.Count < BrokenMax) Broken.Add(new(stored, after, Math.Min(after + width, seal.Through), mark.ToArray()));
                else MoreBroken++;
            }
        }

        if (isTold || (seal.Root == found.Root && seal.Order == found.Order && seal.Events == found.Events && seal.Streams == found.StreamCount)) return;
        findings.Add(new(
            Tampering.Altered, seal.Through, null, null, $"Seal {stored.Version} does not stand over what the store holds under the numbers {seal.After + 1} to {seal.Through}.")
        {
            IsSequenceKnown = false, SpanAfter = seal.After,
        });
    }
}
