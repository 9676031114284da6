namespace KaosNet.Modules.Leaderboards;

/// <summary>A leaderboard whose period is over, as it was in the period's last second.</summary>
public sealed record LeaderboardReset
{
    /// <summary>The leaderboard.</summary>
    public required string Id { get; init; }

    /// <summary>When the period ended; its records are kept under this instant.</summary>
    public required DateTimeOffset Reset { get; init; }

    /// <summary>When the period before it ended; null for the first.</summary>
    public DateTimeOffset? PreviousReset { get; init; }

    /// <summary>Whether only the server writes scores.</summary>
    public bool Authoritative { get; init; }

    /// <summary>Whether the smallest score is the best.</summary>
    public bool IsAscending { get; init; }

    /// <summary>What becomes of a second score: <c>best</c>, <c>set</c>, <c>increment</c> or <c>decrement</c>.</summary>
    public required string Operator { get; init; }

    /// <summary>The game's own data.</summary>
    public JsonText Metadata { get; init; } = JsonText.Empty;

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreateTime { get; init; }
}

/// <summary>A tournament whose window closed or whose period is over, as it was in the last second before.</summary>
public sealed record TournamentOccasion
{
    /// <summary>The tournament.</summary>
    public required string Id { get; init; }

    /// <summary>When the window closed.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>When the period ends, under which its records are kept; null if it never does.</summary>
    public DateTimeOffset? Reset { get; init; }

    /// <summary>When the period before it ended; null for the first.</summary>
    public DateTimeOffset? PreviousReset { get; init; }

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Its description.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its category.</summary>
    public int Category { get; init; }

    /// <summary>Players who joined the period.</summary>
    public int Size { get; init; }

    /// <summary>Players at most.</summary>
    public int MaxSize { get; init; }

    /// <summary>Scores a player may hand in.</summary>
    public int MaxNumScore { get; init; }

    /// <summary>How long the window is open.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When the window opened.</summary>
    public DateTimeOffset StartActive { get; init; }

    /// <summary>Whether players have to join before they hand in scores.</summary>
    public bool JoinRequired { get; init; }

    /// <summary>Whether the smallest score is the best.</summary>
    public bool IsAscending { get; init; }

    /// <summary>What becomes of a second score: <c>best</c>, <c>set</c>, <c>increment</c> or <c>decrement</c>.</summary>
    public required string Operator { get; init; }

    /// <summary>The game's own data.</summary>
    public JsonText Metadata { get; init; } = JsonText.Empty;

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When the tournament began.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>When the tournament is over for good; null for never.</summary>
    public DateTimeOffset? EndTime { get; init; }
}
