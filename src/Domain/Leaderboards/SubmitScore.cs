using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards;

/// <summary>
/// A player, or the server for one, hands in a score (parity section 2). The answer is the owner's record after it, moved or not.
/// Only players are held to <see cref="Leaderboard.Authoritative"/>.
/// </summary>
/// <param name="LeaderboardId">The board.</param>
/// <param name="Expiry">
/// The period that the submission is meant for, from <see cref="Leaderboard.ExpiryAt"/>. When the board has started over since,
/// the command is refused with <see cref="LeaderboardFaults.PeriodIsOver"/>.
/// </param>
/// <param name="OwnerId">Whose score; a lower-case UUID.</param>
/// <param name="Score">Score, as the operator takes it.</param>
/// <param name="Subscore">Second score, as the operator takes it.</param>
public sealed record SubmitScore(string LeaderboardId, long Expiry, string OwnerId, long Score, long Subscore = 0) : Command<ScoreRecord>
{
    /// <summary>The owner's name; null or empty when unknown, which keeps the one on record.</summary>
    public string? Username { get; init; }

    /// <summary>A JSON object; null or empty keeps the one on record.</summary>
    public string? Metadata { get; init; }

    /// <summary>The operator of this one submission; null for the board's.</summary>
    public ScoreOperator? Override { get; init; }

    StreamRef<ScoreRecord> Record { get; } = ScoreRecord.Of(LeaderboardId, Expiry, OwnerId);

    StreamRef<Leaderboard> Board { get; } = Leaderboard.Kind.Of(LeaderboardId);

    public override IReadOnlyList<StreamRef> Streams => [Record, Board];

    public override Decision<ScoreRecord> Decide(StreamStates states, DecisionContext context)
    {
        if (!ScoreRecord.IsOwner(OwnerId)) return LeaderboardFaults.InvalidOwner;
        var metadata = string.IsNullOrEmpty(Metadata) ? null : Metadata;
        if (metadata is not null && !BoardMetadata.IsObject(metadata)) return LeaderboardFaults.MetadataNotJson;

        var board = states.Of(Board);
        if (!board.Exists) return LeaderboardFaults.NotFound;
        // Otherwise a player could pass by a tournament's window, places and attempts.
        if (board.IsTournament && context.Caller.Source == Source.Client) return LeaderboardFaults.NotFound;
        if (board.Authoritative && context.Caller.Source == Source.Client) return LeaderboardFaults.OnlyAuthoritativeSubmissions;
        if (board.ExpiryAt(context.Now) != Expiry) return LeaderboardFaults.PeriodIsOver;

        var rule = Override ?? board.Operator;
        var record = states.Of(Record);
        if (!Enum.IsDefined(rule) || record.NumScore == int.MaxValue) return LeaderboardFaults.WriteRefused;
        if (ScoreArithmetic.Apply(rule, board.SortOrder, record.Exists ? (record.Score, record.Subscore) : null, Score, Subscore) is not { } outcome)
            return LeaderboardFaults.WriteRefused;

        var submitted = new ScoreSubmitted(
            Score, Subscore, rule, board.SortOrder, metadata, string.IsNullOrEmpty(Username) ? null : Username,
            outcome.Counted, outcome.Score, outcome.Subscore);
        return Decision.Granted((ScoreRecord)ScoreRecord.Kind.Evolve(record, submitted, context.Now)).Append(Record, submitted);
    }
}
