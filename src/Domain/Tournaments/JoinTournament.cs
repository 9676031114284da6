using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Tournaments;

/// <summary>
/// A player, or the server for one, joins the period of a tournament (parity section 6.3), also before its window opens. Joining twice, or what needs no
/// joining, succeeds and changes nothing.
/// </summary>
/// <param name="TournamentId">The tournament; a leaderboard's id is not found here.</param>
/// <param name="Expiry">The period, as with <see cref="SubmitTournamentScore"/>.</param>
/// <param name="OwnerId">Who joins; a lower-case UUID.</param>
/// <param name="Username">The owner's name; null or empty when unknown.</param>
/// <param name="IsLimited">The tournament's size is (<see cref="Leaderboard.HasMaxSize"/>), so its places are looked at and changed.</param>
public sealed record JoinTournament(string TournamentId, long Expiry, string OwnerId, string? Username, bool IsLimited) : Command<Done>
{
    public override IReadOnlyList<StreamRef> Streams => Entry.Streams;

    TournamentEntry Entry => new(TournamentId, Expiry, OwnerId, IsLimited);

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (!ScoreRecord.IsOwner(OwnerId)) return LeaderboardFaults.InvalidOwner;
        var entry = Entry;
        var board = states.Of(entry.Board);
        if (!board.Exists || !board.IsTournament) return TournamentFaults.NotFound;
        if (!board.JoinRequired) return Decision.Granted();

        var period = board.FirstOrCurrentPeriodAt(context.Now);
        if (period.Expiry != Expiry) return LeaderboardFaults.PeriodIsOver;
        if (!period.IsJoinableAt(context.Now)) return TournamentFaults.NotJoinable;

        var record = states.Of(entry.Record);
        if (record.Exists) return Decision.Granted();
        if (entry.TakePlace(board, states) is { } refused) return refused == TournamentFaults.Full ? TournamentFaults.FullForJoins : refused;

        var joined = new TournamentJoined(string.IsNullOrEmpty(Username) ? null : Username, board.MaxNumScore, board.HasMaxSize);
        return entry.AppendPlace(Decision.Granted(), board, record).Append(entry.Record, joined);
    }
}
