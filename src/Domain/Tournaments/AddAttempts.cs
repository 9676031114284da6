using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Tournaments;

/// <summary>
/// A server module gives an owner more submissions in the current period of a tournament, or fewer (parity section 6.8). No record, or a number that leaves
/// none, is a success that changes nothing.
/// </summary>
/// <param name="TournamentId">The tournament; a leaderboard's id is not found here.</param>
/// <param name="Expiry">The period, as with <see cref="SubmitTournamentScore"/>.</param>
/// <param name="OwnerId">Whose record; a lower-case UUID.</param>
/// <param name="Count">How many; not 0, and below 0 takes some away.</param>
public sealed record AddAttempts(string TournamentId, long Expiry, string OwnerId, int Count) : Command<Done>
{
    StreamRef<ScoreRecord> Record => ScoreRecord.Of(TournamentId, Expiry, OwnerId);

    StreamRef<Leaderboard> Board => Leaderboard.Kind.Of(TournamentId);

    public override IReadOnlyList<StreamRef> Streams => [Record, Board];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (!ScoreRecord.IsOwner(OwnerId)) return LeaderboardFaults.InvalidOwner;
        if (Count == 0) return Fault.InvalidArgument("expects an attempt count number != 0");
        var board = states.Of(Board);
        if (!board.Exists || !board.IsTournament) return TournamentFaults.NotFound;
        var period = board.FirstOrCurrentPeriodAt(context.Now);
        if (period.Expiry != Expiry) return LeaderboardFaults.PeriodIsOver;
        if (!period.IsJoinableAt(context.Now)) return TournamentFaults.OutsideDuration;

        var record = states.Of(Record);
        var after = (long)record.MaxNumScore + Count;
        return Decision.Granted().AppendIf(record.Exists && after is > 0 and <= int.MaxValue, Record, () => new AttemptsAdded(Count, (int)after));
    }
}
