using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Leagues;

/// <summary>A league.</summary>
public sealed record League
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the game keeps about it.</summary>
    public JsonText Metadata { get; init; } = JsonText.Empty;

    /// <summary>How it is played, from the next season on.</summary>
    public required LeagueRules Rules { get; init; }

    /// <summary>Whether no season begins for now.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether it is over.</summary>
    public bool Ended { get; init; }

    /// <summary>The latest season, from 1; 0 before the first.</summary>
    public int Season { get; init; }

    /// <summary>When the first season begins; a number of seconds in scripts.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>When it was made; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }
}

/// <summary>A page of leagues.</summary>
/// <param name="Leagues">They, in the order of their creation.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record LeaguePage(IReadOnlyList<League> Leagues, string? Cursor);

/// <summary>How far a season is.</summary>
[ByWord]
public enum SeasonPhase
{
    /// <summary>Its groups are put together.</summary>
    Forming,

    /// <summary>It is played.</summary>
    Open,

    /// <summary>Its groups are settled.</summary>
    Closing,

    /// <summary>It is over.</summary>
    Closed,
}

/// <summary>A season of a league.</summary>
public sealed record LeagueSeason
{
    /// <summary>The league.</summary>
    public required string LeagueId { get; init; }

    /// <summary>Which season, from 1.</summary>
    public int Number { get; init; }

    /// <summary>How far it is; a word in scripts.</summary>
    public SeasonPhase Phase { get; init; }

    /// <summary>How it is played.</summary>
    public required LeagueRules Rules { get; init; }

    /// <summary>When it began; a number of seconds in scripts.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>When it ends; a number of seconds in scripts, null for by hand.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Whether somebody ended it.</summary>
    public bool EndedByHand { get; init; }

    /// <summary>How many seasons were missed before it, while no server ran.</summary>
    public int Missed { get; init; }
}

/// <summary>A page of a league's seasons.</summary>
/// <param name="Seasons">They, the latest first.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record LeagueSeasonPage(IReadOnlyList<LeagueSeason> Seasons, string? Cursor);

/// <summary>A group of players who play each other in a season.</summary>
public sealed record LeagueGroup
{
    /// <summary>The league.</summary>
    public required string LeagueId { get; init; }

    /// <summary>The season, from 1.</summary>
    public int Season { get; init; }

    /// <summary>The division, from 1 for the top.</summary>
    public int Division { get; init; }

    /// <summary>The group's number in its division, from 1.</summary>
    public int Group { get; init; }

    /// <summary>The board that it plays on.</summary>
    public required string LeaderboardId { get; init; }

    /// <summary>The board's period, by its end in Unix seconds.</summary>
    public long Expiry { get; init; }

    /// <summary>How many players are in it.</summary>
    public int Players { get; init; }

    /// <summary>Whether its season is over and its players know what comes of it.</summary>
    public bool Settled { get; init; }
}

/// <summary>A page of a season's groups.</summary>
/// <param name="Groups">They, from the top.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record LeagueGroupPage(IReadOnlyList<LeagueGroup> Groups, string? Cursor);
