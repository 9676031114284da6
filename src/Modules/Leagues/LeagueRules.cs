using System.ComponentModel;
using KaosNet.Modules.Kernel;
using KaosNet.Modules.Leaderboards;

namespace KaosNet.Modules.Leagues;

/// <summary>What becomes of players who were not active enough in a season.</summary>
[ByWord]
public enum InactiveRule
{
    /// <summary>Nothing but that they are not promoted.</summary>
    Stay = 0,

    /// <summary>They go down one division; from the lowest they stay.</summary>
    Relegate = 1,

    /// <summary>They lose their place in the league.</summary>
    Leave = 2,
}

/// <summary>One division of a league.</summary>
public sealed record LeagueDivision
{
    /// <summary>For players to read.</summary>
    public required string Name { get; init; }

    /// <summary>Players who play each other in one group.</summary>
    [Expects("expects group_size to be a whole number")]
    public required int GroupSize { get; init; }

    /// <summary>How many of a full group go up at the season's end; of a smaller group as large a part, rounded up.</summary>
    public int Promoted { get; init; }

    /// <summary>How many of a full group go down; of a smaller group as large a part, rounded down.</summary>
    public int Relegated { get; init; }
}

/// <summary>How a league is played. A season keeps the rules that it started with.</summary>
public sealed record LeagueRules
{
    /// <summary>From top to bottom; the first one is division 1.</summary>
    [Expects("expects divisions to be a list of 1-50 tables"), AtMost(50)]
    public required IReadOnlyList<LeagueDivision> Divisions { get; init; }

    /// <summary>When a season ends and the next begins, a cron expression; null for by hand only.</summary>
    public string? Schedule { get; init; }

    /// <summary>Which end of a group is rank 1; the word <c>asc</c> or <c>desc</c> in scripts.</summary>
    [ByWord, DefaultValue(SortOrder.Descending), Expects("expects sort order to be 'asc' or 'desc'")]
    public SortOrder SortOrder { get; init; } = SortOrder.Descending;

    /// <summary>What becomes of a score when there is one already.</summary>
    [Expects("expects operator to be 'best', 'set', 'decr' or 'incr'")]
    public ScoreOperator Operator { get; init; }

    /// <summary>Where newcomers start, from 1; 0 for the lowest.</summary>
    public int EntryDivision { get; init; }

    /// <summary>Submissions that must count in a season for a player to be taken for active.</summary>
    public int ActivityMin { get; init; }

    /// <summary>What becomes of those who were not; a word in scripts.</summary>
    [Expects("expects inactive to be 'stay', 'relegate' or 'leave'")]
    public InactiveRule Inactive { get; init; }

    /// <summary>Whether only the server hands in scores.</summary>
    public bool Authoritative { get; init; }

    /// <summary>No season begins then or later, and the last one ends then; a number of seconds in scripts, null for never.</summary>
    public DateTimeOffset? EndTime { get; init; }
}
