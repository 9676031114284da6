using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Leagues;

/// <summary>What comes of a season for a player.</summary>
[ByWord]
public enum LeagueOutcome
{
    /// <summary>The same division again.</summary>
    Stayed = 0,

    /// <summary>One division up.</summary>
    Promoted = 1,

    /// <summary>One division down.</summary>
    Relegated = 2,

    /// <summary>Out of the league.</summary>
    Dropped = 3,

    /// <summary>Moved by the server.</summary>
    Moved = 4,
}

/// <summary>A player in the standings of a group.</summary>
public sealed record LeagueStanding
{
    /// <summary>The rank, from 1.</summary>
    public int Rank { get; init; }

    /// <summary>Who.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The player's name; null where a group has just been settled.</summary>
    public string? Username { get; init; }

    /// <summary>The score.</summary>
    public long Score { get; init; }

    /// <summary>What decides between equal scores.</summary>
    public long Subscore { get; init; }

    /// <summary>How often a score was handed in.</summary>
    public int NumScore { get; init; }

    /// <summary>What comes of it, or would if the season ended now; a word in scripts.</summary>
    public LeagueOutcome Outcome { get; init; }

    /// <summary>The division of the next season; 0 for none.</summary>
    public int NextDivision { get; init; }

    /// <summary>What the game keeps with the score; null without one, or when the season is over.</summary>
    public JsonText? Metadata { get; init; }
}

/// <summary>The standings of a group.</summary>
public sealed record LeagueStandings
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

    /// <summary>The division's name.</summary>
    public string DivisionName { get; init; } = "";

    /// <summary>How many players are in it.</summary>
    public int Players { get; init; }

    /// <summary>Whether its season is over.</summary>
    public bool Settled { get; init; }

    /// <summary>The players, the best first; all of them, as groups are small.</summary>
    public required IReadOnlyList<LeagueStanding> Standings { get; init; }
}

/// <summary>A player's place in a league.</summary>
public sealed record LeaguePlace
{
    /// <summary>The league.</summary>
    public required string LeagueId { get; init; }

    /// <summary>Who.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The division, from 1 for the top.</summary>
    public int Division { get; init; }

    /// <summary>The division's name.</summary>
    public string DivisionName { get; init; } = "";

    /// <summary>The division that the server moves the player to when the season ends; 0 for none.</summary>
    public int MovesTo { get; init; }

    /// <summary>Since when; a number of seconds in scripts.</summary>
    public DateTimeOffset JoinTime { get; init; }

    /// <summary>The season; null while the player waits for one.</summary>
    public int? Season { get; init; }

    /// <summary>The group; null while the player waits for one.</summary>
    public int? Group { get; init; }

    /// <summary>The group's board; null while the player waits for one.</summary>
    public string? LeaderboardId { get; init; }

    /// <summary>The board's period, by its end in Unix seconds.</summary>
    public long? Expiry { get; init; }

    /// <summary>The rank, from 1.</summary>
    public int? Rank { get; init; }

    /// <summary>The score.</summary>
    public long? Score { get; init; }

    /// <summary>What would come of it if the season ended now; a word in scripts.</summary>
    public LeagueOutcome? Outcome { get; init; }
}

/// <summary>What came of a season for a player.</summary>
public sealed record LeagueResult
{
    /// <summary>The season, from 1.</summary>
    public int Season { get; init; }

    /// <summary>The division, from 1 for the top.</summary>
    public int Division { get; init; }

    /// <summary>The group's number in its division, from 1.</summary>
    public int Group { get; init; }

    /// <summary>The rank, from 1.</summary>
    public int Rank { get; init; }

    /// <summary>The score.</summary>
    public long Score { get; init; }

    /// <summary>What decides between equal scores.</summary>
    public long Subscore { get; init; }

    /// <summary>How often a score was handed in.</summary>
    public int NumScore { get; init; }

    /// <summary>What came of it; a word in scripts.</summary>
    public LeagueOutcome Outcome { get; init; }

    /// <summary>The division of the next season; 0 for none.</summary>
    public int NextDivision { get; init; }
}

/// <summary>A page of a player's results.</summary>
/// <param name="Results">They, the latest first.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record LeagueResultPage(IReadOnlyList<LeagueResult> Results, string? Cursor);
