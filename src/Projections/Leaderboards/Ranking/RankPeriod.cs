using KaosNet.Domain.Leaderboards;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>One period of a board in memory, or on its way there.</summary>
sealed class RankPeriod(string board, long expiry, SortOrder order)
{
    readonly Lock _gate = new();
    Task<bool>? _loading;
    long _askedAt;

    public string Board { get; } = board;

    /// <summary>The instant at which it ends, in Unix seconds; 0 for never.</summary>
    public long Expiry { get; } = expiry;

    public SortOrder Order { get; } = order;

    public RankIndex Index { get; } = new(order, isComplete: false);

    /// <summary>It was asked for as the board's current one: it stays until it is over.</summary>
    public bool IsCurrent { get; set; }

    public bool IsLoaded => Index.IsComplete;

    /// <summary>When it was last asked for, in ticks.</summary>
    public long AskedAt
    {
        get => Volatile.Read(ref _askedAt);
        set => Volatile.Write(ref _askedAt, value);
    }

    public bool IsOver(DateTimeOffset now) => Expiry != 0 && Expiry <= now.ToUnixTimeSeconds();

    /// <summary>One load for all who wait; the next to ask tries again when it failed.</summary>
    public Task<bool> Load(Func<RankPeriod, Task<bool>> load)
    {
        lock (_gate)
        {
            if (_loading is null || (_loading.IsCompleted && !IsLoaded)) _loading = load(this);
            return _loading;
        }
    }
}
