using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Leaderboards;

/// <summary>Which end of a board is the better one.</summary>
public enum SortOrder
{
    /// <summary>Small scores are good: times, strokes.</summary>
    [Words("asc", "ascending")]
    Ascending = 0,

    /// <summary>Large scores are good.</summary>
    [Words("desc", "descending")]
    Descending = 1,
}

/// <summary>What becomes of a score when there is one already.</summary>
[ByWord]
public enum ScoreOperator
{
    /// <summary>The better one stays.</summary>
    [Words("best")]
    Best = 0,

    /// <summary>The later one stays.</summary>
    [Words("set")]
    Set = 1,

    /// <summary>They are added.</summary>
    [Words("increment", "incr")]
    Increment = 2,

    /// <summary>The later one is taken away from the earlier.</summary>
    [Words("decrement", "decr")]
    Decrement = 3,

    /// <summary>Whatever the board's own is.</summary>
    [Words("no_override")]
    NoOverride = 4,
}

/// <summary>A board.</summary>
public sealed record Leaderboard
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether only the server may write to it.</summary>
    public bool Authoritative { get; init; }

    /// <summary>What becomes of a score when there is one already; one of <c>best</c>, <c>set</c>, <c>increment</c> and <c>decrement</c> in scripts.</summary>
    public ScoreOperator Operator { get; init; }

    /// <summary>Which end is the better one; the text <c>0</c> or <c>1</c> in Lua, the number in JavaScript.</summary>
    public SortOrder SortOrder { get; init; }

    /// <summary>What the game keeps about it.</summary>
    public JsonText Metadata { get; init; } = JsonText.Empty;

    /// <summary>When it was made; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it starts over next; a number of seconds in scripts, null for never.</summary>
    public DateTimeOffset? NextReset { get; init; }

    /// <summary>When it last started over; a number of seconds in scripts, null for never.</summary>
    public DateTimeOffset? PrevReset { get; init; }
}

/// <summary>A page of boards.</summary>
/// <param name="Leaderboards">They.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record LeaderboardPage(IReadOnlyList<Leaderboard> Leaderboards, string? Cursor);

/// <summary>Somebody's record on a board or in a tournament.</summary>
public sealed record LeaderboardRecord
{
    /// <summary>The board.</summary>
    public required string LeaderboardId { get; init; }

    /// <summary>Whose.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>The owner's name.</summary>
    public string? Username { get; init; }

    /// <summary>The score.</summary>
    public long Score { get; init; }

    /// <summary>What decides between equal scores.</summary>
    public long Subscore { get; init; }

    /// <summary>How often a score was handed in.</summary>
    public int NumScore { get; init; }

    /// <summary>How often one may be handed in; 0 for ever.</summary>
    public int MaxNumScore { get; init; }

    /// <summary>What the game keeps with it.</summary>
    public JsonText Metadata { get; init; } = JsonText.Empty;

    /// <summary>When it was made; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it last changed; a number of seconds in scripts.</summary>
    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>When its period ends; a number of seconds in scripts, null for never.</summary>
    public DateTimeOffset? ExpiryTime { get; init; }

    /// <summary>Its rank from 1; 0 on boards without ranks.</summary>
    public long Rank { get; init; }
}

/// <summary>A page of records.</summary>
/// <param name="Records">They.</param>
/// <param name="OwnerRecords">The records of the owners that were asked for.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
/// <param name="PrevCursor">Where the page before begins; null on the first.</param>
/// <param name="RankCount">How many records have a rank.</param>
public sealed record RecordPage(
    IReadOnlyList<LeaderboardRecord> Records, IReadOnlyList<LeaderboardRecord> OwnerRecords, string? NextCursor, string? PrevCursor, long RankCount);

/// <summary>The records around an owner's.</summary>
/// <param name="Records">They.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
/// <param name="PrevCursor">Where the page before begins; null on the first.</param>
/// <param name="RankCount">How many records have a rank.</param>
public sealed record RecordWindow(IReadOnlyList<LeaderboardRecord> Records, string? NextCursor, string? PrevCursor, long RankCount);
