using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Brackets;

/// <summary>How far a bracket is.</summary>
[ByWord]
public enum BracketPhase
{
    /// <summary>Players enter.</summary>
    Open = 1,

    /// <summary>It is played.</summary>
    Running = 2,

    /// <summary>All is decided.</summary>
    Finished = 3,

    /// <summary>It is off.</summary>
    Cancelled = 4,
}

/// <summary>Where the seeds of a bracket come from.</summary>
[ByWord]
public enum Seeding
{
    /// <summary>First come, first seed.</summary>
    Entry = 0,

    /// <summary>In an order that is given.</summary>
    Given = 1,

    /// <summary>By rank on a leaderboard.</summary>
    Board = 2,

    /// <summary>By chance.</summary>
    Random = 3,
}

/// <summary>A bracket.</summary>
public sealed record Bracket
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>How far it is; a word in scripts.</summary>
    public BracketPhase Phase { get; init; }

    /// <summary>How it is played.</summary>
    public required BracketRules Rules { get; init; }

    /// <summary>How many players entered.</summary>
    public int EntrantCount { get; init; }

    /// <summary>Where the seeds come from; a word in scripts, null before the start.</summary>
    public Seeding? Seeding { get; init; }

    /// <summary>The leaderboard that it was seeded by; null for none.</summary>
    public string? Board { get; init; }

    /// <summary>The board's period, by its end in Unix seconds.</summary>
    public long? BoardExpiry { get; init; }

    /// <summary>Who won; null for nobody yet.</summary>
    public Guid? WinnerId { get; init; }

    /// <summary>How often all was decided: once, and once more after each correction.</summary>
    public int Endings { get; init; }

    /// <summary>When it was made; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it started; a number of seconds in scripts.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When all was decided; a number of seconds in scripts.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Its players in the order of the standings; null where it is not looked up or over.</summary>
    public IReadOnlyList<BracketEntrant>? Entrants { get; init; }

    /// <summary>Its pairings by number; null where it is not looked up or over.</summary>
    public IReadOnlyList<BracketPairing>? Pairings { get; init; }
}

/// <summary>A player in a bracket.</summary>
public sealed record BracketEntrant
{
    /// <summary>Who.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The seed, from 1; 0 before the start.</summary>
    public int Seed { get; init; }

    /// <summary>The place, from 1; 0 while it is open.</summary>
    public int Place { get; init; }

    /// <summary>Whether the player has nothing to play any more.</summary>
    public bool IsOut { get; init; }

    /// <summary>Whether the player withdrew.</summary>
    public bool HasWithdrawn { get; init; }

    /// <summary>Pairings won.</summary>
    public int Wins { get; init; }

    /// <summary>Pairings without a winner.</summary>
    public int Draws { get; init; }

    /// <summary>Pairings lost.</summary>
    public int Losses { get; init; }

    /// <summary>Points of a round robin.</summary>
    public int Points { get; init; }

    /// <summary>Own scores.</summary>
    public long ScoreFor { get; init; }

    /// <summary>The opponents' scores.</summary>
    public long ScoreAgainst { get; init; }
}

/// <summary>A page of brackets.</summary>
/// <param name="Brackets">They, the newest first.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record BracketPage(IReadOnlyList<Bracket> Brackets, string? Cursor);

/// <summary>Which brackets are listed: those that fit all that is said.</summary>
public sealed record BracketFilter
{
    /// <summary>How far they are; null for any.</summary>
    [Expects("expects phase to be open, running, finished or cancelled")]
    public BracketPhase? Phase { get; init; }

    /// <summary>Their category; null for any.</summary>
    [Expects("expects category to be a whole number")]
    public int? Category { get; init; }

    /// <summary>Who entered; null for anybody.</summary>
    [Expects("expects user_id to be a valid identifier")]
    public Guid? UserId { get; init; }
}
