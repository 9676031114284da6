using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards;

/// <summary>
/// A player, or the server for one, takes the owner's record of the current period off a board (parity section 2.5). No record is a success.
/// </summary>
/// <param name="LeaderboardId">The board; a tournament's id is not found here.</param>
/// <param name="Expiry">The period, as with <see cref="SubmitScore"/>.</param>
/// <param name="OwnerId">Whose record; a lower-case UUID.</param>
public sealed record DeleteScoreRecord(string LeaderboardId, long Expiry, string OwnerId) : Command<Done>
{
    StreamRef<ScoreRecord> Record { get; } = ScoreRecord.Of(LeaderboardId, Expiry, OwnerId);

    StreamRef<Leaderboard> Board { get; } = Leaderboard.Kind.Of(LeaderboardId);

    public override IReadOnlyList<StreamRef> Streams => [Record, Board];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (!ScoreRecord.IsOwner(OwnerId)) return LeaderboardFaults.InvalidOwner;
        var board = states.Of(Board);
        if (!board.Exists || board.IsTournament) return LeaderboardFaults.NotFound;
        if (board.Authoritative && context.Caller.Source == Source.Client) return LeaderboardFaults.OnlyAuthoritativeDeletions;
        if (board.ExpiryAt(context.Now) != Expiry) return LeaderboardFaults.PeriodIsOver;

        return Decision.Granted().AppendIf(states.Of(Record).Exists, Record, () => new ScoreRecordDeleted());
    }
}
