using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>
/// Take scores back: those that fit all that is given, of a board, a period of it (<c>expiry</c>, 0 for one that never ends), an owner, one <c>submission</c>
/// of the owner's record, a build of the game client, a span of time. With <c>dry_run</c> nothing is changed.
/// </summary>
[DataContract]
public sealed class DisqualifyRequest
{
    [DataMember(Name = "author", Order = 1)] public string Author { get; set; } = "";
    [DataMember(Name = "reason", Order = 2)] public string Reason { get; set; } = "";
    [DataMember(Name = "leaderboard_id", Order = 3)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "expiry", Order = 4)] public long? Expiry { get; set; }
    [DataMember(Name = "owner_id", Order = 5)] public string OwnerId { get; set; } = "";
    [DataMember(Name = "submission", Order = 6)] public long? Submission { get; set; }
    [DataMember(Name = "build", Order = 7)] public string Build { get; set; } = "";
    [DataMember(Name = "since", Order = 8)] public DateTimeOffset? Since { get; set; }
    [DataMember(Name = "until", Order = 9)] public DateTimeOffset? Until { get; set; }
    [DataMember(Name = "dry_run", Order = 10)] public bool DryRun { get; set; }
}

/// <summary>
/// Scores taken back: what was asked for, why and by whom, how far it has come (<c>underway</c>, <c>done</c>, <c>undoing</c>, <c>undone</c>), the records
/// that were worked out again and the rewards that may be reversed. The cursor goes on to more records.
/// </summary>
[DataContract]
public sealed class Disqualification
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "author", Order = 2)] public string Author { get; set; } = "";
    [DataMember(Name = "reason", Order = 3)] public string Reason { get; set; } = "";
    [DataMember(Name = "leaderboard_id", Order = 4)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "expiry", Order = 5)] public long? Expiry { get; set; }
    [DataMember(Name = "owner_id", Order = 6)] public string OwnerId { get; set; } = "";
    [DataMember(Name = "submission", Order = 7)] public long? Submission { get; set; }
    [DataMember(Name = "build", Order = 8)] public string Build { get; set; } = "";
    [DataMember(Name = "since", Order = 9)] public DateTimeOffset? Since { get; set; }
    [DataMember(Name = "until", Order = 10)] public DateTimeOffset? Until { get; set; }
    [DataMember(Name = "dry_run", Order = 11)] public bool DryRun { get; set; }
    [DataMember(Name = "stage", Order = 12)] public string Stage { get; set; } = "";
    [DataMember(Name = "create_time", Order = 13)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "record_count", Order = 14)] public int RecordCount { get; set; }
    [DataMember(Name = "submission_count", Order = 15)] public long SubmissionCount { get; set; }
    [DataMember(Name = "reversal_count", Order = 16)] public int ReversalCount { get; set; }
    [DataMember(Name = "undo_author", Order = 17)] public string UndoAuthor { get; set; } = "";
    [DataMember(Name = "undo_reason", Order = 18)] public string UndoReason { get; set; } = "";
    [DataMember(Name = "undo_time", Order = 19)] public DateTimeOffset? UndoTime { get; set; }
    [DataMember(Name = "records", Order = 20)] public List<DisqualifiedRecord> Records { get; set; } = [];
    [DataMember(Name = "reversals", Order = 21)] public List<ProposedReversal> Reversals { get; set; } = [];
    [DataMember(Name = "cursor", Order = 22)] public string Cursor { get; set; } = "";
}

/// <summary>A record that was worked out again; without <c>before</c> or <c>after</c> where it was not on the board.</summary>
[DataContract]
public sealed class DisqualifiedRecord
{
    [DataMember(Name = "leaderboard_id", Order = 1)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "expiry", Order = 2)] public long Expiry { get; set; }
    [DataMember(Name = "owner_id", Order = 3)] public string OwnerId { get; set; } = "";
    [DataMember(Name = "submission_count", Order = 4)] public int SubmissionCount { get; set; }
    [DataMember(Name = "before", Order = 5)] public ShownScore? Before { get; set; }
    [DataMember(Name = "after", Order = 6)] public ShownScore? After { get; set; }
}

/// <summary>The scores that a record shows.</summary>
[DataContract]
public sealed class ShownScore
{
    [DataMember(Name = "score", Order = 1)] public long Score { get; set; }
    [DataMember(Name = "subscore", Order = 2)] public long Subscore { get; set; }
    [DataMember(Name = "num_score", Order = 3)] public int NumScore { get; set; }
}

/// <summary>A reward that was paid to an owner for a period in which scores were taken back: an item of the wallet's ledger that can be reversed.</summary>
[DataContract]
public sealed class ProposedReversal
{
    [DataMember(Name = "item_id", Order = 1)] public string ItemId { get; set; } = "";
    [DataMember(Name = "user_id", Order = 2)] public string UserId { get; set; } = "";
    [DataMember(Name = "changeset", Order = 3)] public Dictionary<string, long> Changeset { get; set; } = [];
    [DataMember(Name = "cause", Order = 4)] public string Cause { get; set; } = "";
}

/// <summary>Ask for a disqualification and a page of the records that it worked out again.</summary>
[DataContract]
public sealed class GetDisqualificationRequest
{
    [DataMember(Name = "disqualification_id", Order = 1)] public string DisqualificationId { get; set; } = "";
    [DataMember(Name = "limit", Order = 2)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 3)] public string Cursor { get; set; } = "";
}

/// <summary>Ask for a page of all disqualifications, newest first.</summary>
[DataContract]
public sealed class ListDisqualificationsRequest
{
    [DataMember(Name = "limit", Order = 1)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A page of disqualifications, without their records.</summary>
[DataContract]
public sealed class DisqualificationList
{
    [DataMember(Name = "disqualifications", Order = 1)] public List<Disqualification> Disqualifications { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>Undo a disqualification: what it took back counts again, unless another one takes it back too.</summary>
[DataContract]
public sealed class UndoDisqualificationRequest
{
    [DataMember(Name = "disqualification_id", Order = 1)] public string DisqualificationId { get; set; } = "";
    [DataMember(Name = "author", Order = 2)] public string Author { get; set; } = "";
    [DataMember(Name = "reason", Order = 3)] public string Reason { get; set; } = "";
}

/// <summary>Ask for all that was handed in for an owner's record in a period, newest first: the current period without <c>expiry</c>.</summary>
[DataContract]
public sealed class ListScoreSubmissionsRequest
{
    [DataMember(Name = "leaderboard_id", Order = 1)] public string LeaderboardId { get; set; } = "";
    [DataMember(Name = "owner_id", Order = 2)] public string OwnerId { get; set; } = "";
    [DataMember(Name = "expiry", Order = 3)] public long? Expiry { get; set; }
    [DataMember(Name = "limit", Order = 4)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 5)] public string Cursor { get; set; } = "";
}

/// <summary>A page of submissions, and the period that they belong to.</summary>
[DataContract]
public sealed class ScoreSubmissionList
{
    [DataMember(Name = "expiry", Order = 1)] public long Expiry { get; set; }
    [DataMember(Name = "submissions", Order = 2)] public List<ScoreSubmission> Submissions { get; set; } = [];
    [DataMember(Name = "cursor", Order = 3)] public string Cursor { get; set; } = "";
}

/// <summary>
/// A score as it was handed in, by its <c>number</c> in the record's history, with whether it counted then and the disqualifications that take it back now.
/// </summary>
[DataContract]
public sealed class ScoreSubmission
{
    [DataMember(Name = "number", Order = 1)] public long Number { get; set; }
    [DataMember(Name = "score", Order = 2)] public long Score { get; set; }
    [DataMember(Name = "subscore", Order = 3)] public long Subscore { get; set; }
    [DataMember(Name = "operator", Order = 4)] public string Operator { get; set; } = "";
    [DataMember(Name = "counted", Order = 5)] public bool Counted { get; set; }
    [DataMember(Name = "metadata", Order = 6)] public string Metadata { get; set; } = "";
    [DataMember(Name = "username", Order = 7)] public string Username { get; set; } = "";
    [DataMember(Name = "build", Order = 8)] public string Build { get; set; } = "";
    [DataMember(Name = "create_time", Order = 9)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "disqualification_ids", Order = 10)] public List<string> DisqualificationIds { get; set; } = [];
}
