using KaosNet.Projections.History;

namespace KaosNet.Projections.Leaderboards.Recalling;

/// <summary>
/// Standings of moments that somebody pages through, best first: the first page takes a look-up of each owner, those after it take none. For moments only to
/// which nothing can be added any more, in bounded memory, and for a few minutes after somebody asked.
/// </summary>
sealed class KeptStandings(TimeProvider time) : IDisposable
{
    /// <summary>Standings of all moments together; one takes 32 bytes.</summary>
    public const int StandingsMax = 2_000_000;

    /// <summary>How long a moment is kept that nobody asks for.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    readonly Lock _gate = new();

    // The one asked for last is the last one.
    readonly List<Kept> _kept = [];
    ITimer? _sweeping;

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _kept.Sum(kept => kept.Standings.Length);
        }
    }

    /// <summary>The standings of a period at a moment, or null when they are not kept.</summary>
    public PastStanding[]? Find(string board, long expiry, PastMoment moment)
    {
        lock (_gate)
        {
            var at = _kept.FindIndex(kept => kept.Moment == moment && kept.Expiry == expiry && kept.Board == board);
            if (at < 0) return null;
            var found = _kept[at] with { AskedAt = time.GetUtcNow() };
            _kept.RemoveAt(at);
            _kept.Add(found);
            return found.Standings;
        }
    }

    /// <summary>Keeps standings; those asked for least lately make room.</summary>
    public void Keep(string board, long expiry, PastMoment moment, PastStanding[] standings)
    {
        if (standings.Length > StandingsMax) return;
        lock (_gate)
        {
            _kept.RemoveAll(kept => kept.Moment == moment && kept.Expiry == expiry && kept.Board == board);
            _kept.Add(new(board, expiry, moment, standings, time.GetUtcNow()));
            for (var total = _kept.Sum(kept => (long)kept.Standings.Length); total > StandingsMax; _kept.RemoveAt(0)) total -= _kept[0].Standings.Length;
            _sweeping ??= time.CreateTimer(_ => Sweep(), null, KeptFor, KeptFor);
        }
    }

    public void Dispose() => _sweeping?.Dispose();

    void Sweep()
    {
        lock (_gate) _kept.RemoveAll(kept => kept.AskedAt + KeptFor <= time.GetUtcNow());
    }

    sealed record Kept(string Board, long Expiry, PastMoment Moment, PastStanding[] Standings, DateTimeOffset AskedAt);
}
