using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Tournaments;

/// <summary>
/// A player, or the server for one, hands in a score of a tournament (parity section 6.4). Every accepted one counts as an attempt, better or not. Only
/// players are held to <see cref="Leaderboard.Authoritative"/>.
/// </summary>
/// <param name="TournamentId">The tournament.</param>
/// <param name="Expiry">
/// The period that it is meant for, from <see cref="Leaderboard.CurrentExpiryAt"/>. When the tournament has started over since, the command is refused with
/// <see cref="LeaderboardFaults.PeriodIsOver"/>.
/// </param>
/// <param name="OwnerId">Whose score; a lower-case UUID.</param>
/// <param name="Score">Score, as the operator takes it.</param>
/// <param name="Subscore">Second score, as the operator takes it.</param>
/// <param name="NeedsPlace">
/// The owner may have to take a place of a tournament of limited size. Who says no in error is refused with <see cref="TournamentFaults.PlaceWanted"/>.
/// </param>
public sealed record SubmitTournamentScore(string TournamentId, long Expiry, string OwnerId, long Score, long Subscore, bool NeedsPlace)
    : Command<ScoreRecord>
{
    /// <summary>The owner's name; null or empty when unknown, which keeps the one on record.</summary>
    public string? Username { get; init; }

    /// <summary>A JSON object; null or empty keeps the one on record.</summary>
    public string? Metadata { get; init; }

    /// <summary>The operator of this one submission; null for the tournament's.</summary>
    public ScoreOperator? Override { get; init; }

    public override IReadOnlyList<StreamRef> Streams => Entry.Streams;

    TournamentEntry Entry => new(TournamentId, Expiry, OwnerId, NeedsPlace);

    public override Decision<ScoreRecord> Decide(StreamStates states, DecisionContext context)
    {
        if (!ScoreRecord.IsOwner(OwnerId)) return LeaderboardFaults.InvalidOwner;
        var entry = Entry;
        var metadata = string.IsNullOrEmpty(Metadata) ? null : Metadata;
        if (metadata is not null && !BoardMetadata.IsObject(metadata)) return LeaderboardFaults.MetadataNotJson;

        var board = states.Of(entry.Board);
        var record = states.Of(entry.Record);
        if (Refusal(board, record, context) is { } refusal) return refusal;
        if (!record.Exists && entry.TakePlace(board, states) is { } noPlace) return noPlace;

        var rule = Override ?? board.Operator;
        var old = record.Exists ? (record.Score, record.Subscore) : ((long, long)?)null;
        if (!Enum.IsDefined(rule) || ScoreArithmetic.Apply(rule, board.SortOrder, old, Score, Subscore) is not { } outcome)
            return TournamentFaults.WriteRefused;

        // Who had to join is told no more when the attempts are used up; the submission is kept and changes nothing.
        var counts = !record.Exists || record.NumScore < record.MaxNumScore;
        if (!counts) outcome = (false, record.Score, record.Subscore);
        var submitted = new ScoreSubmitted(
            Score, Subscore, rule, board.SortOrder, metadata, string.IsNullOrEmpty(Username) ? null : Username, counts, outcome.Score, outcome.Subscore);
        return Granted(entry, board, record, submitted, context);
    }

    Fault? Refusal(Leaderboard board, ScoreRecord record, DecisionContext context)
    {
        if (!board.Exists) return TournamentFaults.NotFound;
        if (!board.IsTournament) return TournamentFaults.WriteRefused;
        if (board.HasEndedAt(context.Now)) return TournamentFaults.NotFoundOrEnded;
        if (board.Authoritative && context.Caller.Source == Source.Client) return TournamentFaults.OnlyAuthoritativeSubmissions;

        var period = board.FirstOrCurrentPeriodAt(context.Now);
        if (period.Expiry != Expiry) return LeaderboardFaults.PeriodIsOver;
        if (!period.IsOpenAt(context.Now)) return TournamentFaults.NotOpen;
        if (board.JoinRequired) return record.Exists ? null : TournamentFaults.NotJoined;
        return record.Exists && record.NumScore >= record.MaxNumScore ? TournamentFaults.NoAttemptsLeft : null;
    }

    static Decision<ScoreRecord> Granted(TournamentEntry entry, Leaderboard board, ScoreRecord record, ScoreSubmitted submitted, DecisionContext context)
    {
        object[] events = record.Exists ? [submitted] : [new TournamentEntered(board.MaxNumScore, board.HasMaxSize), submitted];
        var after = events.Aggregate(record, (state, happened) => (ScoreRecord)ScoreRecord.Kind.Evolve(state, happened, context.Now));
        var decision = Decision.Granted(after);
        if (!record.Exists) entry.AppendPlace(decision, board, record);
        foreach (var happened in events) decision.Append(entry.Record, happened);
        return decision;
    }
}
