using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Leaderboards;

/// <summary>How far a disqualification is.</summary>
[ByWord]
public enum DisqualificationStage
{
    /// <summary>Records are being computed without what was taken back.</summary>
    Underway,

    /// <summary>All of them are.</summary>
    Done,

    /// <summary>Records are being computed as if nothing had been taken back.</summary>
    Undoing,

    /// <summary>All of them are.</summary>
    Undone,
}

/// <summary>Which scores are taken back: those that fit all that is said. A leaderboard, an owner, a build or a span of time must be said.</summary>
public sealed record DisqualificationOrder
{
    /// <summary>On which board.</summary>
    public string? LeaderboardId { get; init; }

    /// <summary>In which period, by its end in Unix seconds; 0 for a board that never starts over.</summary>
    public long? Expiry { get; init; }

    /// <summary>Whose.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Which submission of a record, from 1.</summary>
    public long? Submission { get; init; }

    /// <summary>Handed in by which build of the client.</summary>
    public string? Build { get; init; }

    /// <summary>Handed in then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Handed in before then.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Who answers for it; null for the module.</summary>
    public string? Author { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>Scores that were taken back.</summary>
public sealed record Disqualification
{
    /// <summary>Its id; null if it was only tried.</summary>
    public Guid? Id { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Author { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>How far it is; a word in scripts.</summary>
    public DisqualificationStage Stage { get; init; }

    /// <summary>When it was ordered; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>Records that changed so far.</summary>
    public int RecordCount { get; init; }

    /// <summary>Submissions that were taken back so far.</summary>
    public long SubmissionCount { get; init; }

    /// <summary>Rewards that were paid for what was taken back, so far.</summary>
    public int ReversalCount { get; init; }

    /// <summary>On which board; null for any.</summary>
    public string? LeaderboardId { get; init; }

    /// <summary>In which period; null for any.</summary>
    public long? Expiry { get; init; }

    /// <summary>Whose; null for anybody's.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Which submission; null for any.</summary>
    public long? Submission { get; init; }

    /// <summary>By which build; null for any.</summary>
    public string? Build { get; init; }

    /// <summary>Since when; a number of seconds in scripts, null for ever.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before when; a number of seconds in scripts, null for ever.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Who gave them back; null for nobody.</summary>
    public string? UndoAuthor { get; init; }

    /// <summary>Why they were given back.</summary>
    public string? UndoReason { get; init; }

    /// <summary>When they were given back; a number of seconds in scripts.</summary>
    public DateTimeOffset? UndoTime { get; init; }

    /// <summary>Whether it was only tried; null where nothing was ordered.</summary>
    public bool? DryRun { get; init; }

    /// <summary>What became of records; null in lists.</summary>
    public IReadOnlyList<DisqualifiedRecord>? Records { get; init; }

    /// <summary>Rewards that could be taken back; null in lists.</summary>
    public IReadOnlyList<ProposedReversal>? Reversals { get; init; }
}

/// <summary>A record that a disqualification changed.</summary>
/// <param name="LeaderboardId">The board.</param>
/// <param name="Expiry">The period, by its end in Unix seconds.</param>
/// <param name="OwnerId">Whose it is.</param>
/// <param name="SubmissionCount">How many submissions were taken back.</param>
/// <param name="Before">What it showed; null for nothing.</param>
/// <param name="After">What it shows now; null if it is gone.</param>
public sealed record DisqualifiedRecord(string LeaderboardId, long Expiry, Guid OwnerId, int SubmissionCount, ShownScore? Before, ShownScore? After);

/// <summary>What a record shows.</summary>
/// <param name="Score">The score.</param>
/// <param name="Subscore">What decides between equal scores.</param>
/// <param name="NumScore">How often a score was handed in.</param>
public sealed record ShownScore(long Score, long Subscore, int NumScore);

/// <summary>A reward that was paid for what was taken back.</summary>
/// <param name="ItemId">The entry of the wallet's ledger.</param>
/// <param name="UserId">Whose wallet.</param>
/// <param name="Changeset">What would take it back.</param>
/// <param name="Cause">What it was paid for.</param>
public sealed record ProposedReversal(Guid ItemId, Guid UserId, JsonText Changeset, string Cause);

/// <summary>A page of disqualifications.</summary>
/// <param name="Disqualifications">They, the newest first.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record DisqualificationPage(IReadOnlyList<Disqualification> Disqualifications, string? Cursor);

/// <summary>A disqualification with a page of its records.</summary>
/// <param name="Disqualification">It.</param>
/// <param name="Cursor">Where the next page of records begins; null on the last.</param>
public sealed record DisqualificationDetails(Disqualification Disqualification, string? Cursor);
