namespace KaosNet.Store.Tail;

/// <summary>
/// How far a server has followed the end of the store. Numbers are given out before commits, so a transaction that is on its way leaves a gap behind those that
/// have overtaken it: the gap is remembered until its event appears, or until every transaction that could fill it is over. What the server committed itself
/// is known without asking. Safe for any number of threads.
/// </summary>
/// <param name="start">The last number that is none of its business.</param>
public sealed class TailPosition(long start)
{
    /// <summary>
    /// Gaps remembered. They come in ones and twos, from transactions that run at the moment or were rolled back; more of them would mean a writer that has
    /// drawn numbers and does not commit.
    /// </summary>
    public const int GapsMax = 10_000;

    readonly Lock _gate = new();

    /// <summary>Each gap with the first transaction that had not begun when it was last looked for; 0 before that.</summary>
    readonly SortedDictionary<long, ulong> _gaps = [];
    long _high = start;

    /// <summary>Where to read on from: everything above the first, and each of the gaps.</summary>
    public (long High, long[] Gaps) Wanted
    {
        get
        {
            lock (_gate) return (_high, [.. _gaps.Keys]);
        }
    }

    /// <summary>Gaps that were given up since there were too many; their events are missed, if there will be any.</summary>
    public long GivenUp { get; private set; }

    /// <summary>The server itself committed these, in ascending order.</summary>
    public void Committed(ReadOnlySpan<long> sequences)
    {
        lock (_gate)
        {
            foreach (var sequence in sequences) Take(sequence);
        }
    }

    /// <summary>What was read of <see cref="Wanted"/>.</summary>
    /// <param name="sequences">The numbers found, in ascending order.</param>
    /// <param name="oldestBefore">The oldest transaction that ran just before the reading.</param>
    /// <param name="nextAfter">The first transaction that had not begun just after it.</param>
    /// <returns>Which of the numbers are news.</returns>
    public bool[] Read(ReadOnlySpan<long> sequences, ulong oldestBefore, ulong nextAfter)
    {
        var news = new bool[sequences.Length];
        lock (_gate)
        {
            for (var i = 0; i < sequences.Length; i++) news[i] = Take(sequences[i]);
            foreach (var (gap, seenBefore) in _gaps.ToArray())
            {
                // Whoever drew a number had begun before a higher one was seen. Once all who ran then are over, nobody is left to fill the gap.
                if (seenBefore == 0) _gaps[gap] = nextAfter;
                else if (seenBefore <= oldestBefore) _gaps.Remove(gap);
            }
        }

        return news;
    }

    bool Take(long sequence)
    {
        if (sequence <= _high) return _gaps.Remove(sequence);
        for (var gap = Math.Max(_high + 1, sequence - GapsMax); gap < sequence; gap++) _gaps.Add(gap, 0);
        _high = sequence;
        while (_gaps.Count > GapsMax)
        {
            _gaps.Remove(_gaps.Keys.First());
            GivenUp++;
        }

        return true;
    }
}
