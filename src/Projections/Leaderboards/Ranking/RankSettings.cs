namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>Which boards show no ranks, and how ranks are loaded and kept.</summary>
/// <param name="Blacklist">Ids, as in <c>leaderboard.blacklist_rank_cache</c>; exactly one <c>*</c> means all.</param>
public sealed record RankSettings(IReadOnlyCollection<string> Blacklist)
{
    /// <summary>Every board that wants ranks has them.</summary>
    public static readonly RankSettings Default = new([]);

    /// <summary>Boards that are loaded at once when a server starts.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>A start loads boards until so many records are in memory; the others are loaded when they are asked for.</summary>
    public int PreloadedRecordsMax { get; init; } = 10_000_000;

    /// <summary>Records of other periods than the current ones that stay in memory; a single period may be larger, and is then alone.</summary>
    public int PastRecordsMax { get; init; } = 1_000_000;

    /// <summary>A period that is not the current one is let go when nobody asked for so long.</summary>
    public TimeSpan PastIdleMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a request waits for a load; after that it is answered without ranks.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>True when the board shows no ranks.</summary>
    public bool Excludes(string leaderboardId) => (Blacklist.Count == 1 && Blacklist.First() == "*") || Blacklist.Contains(leaderboardId);
}
