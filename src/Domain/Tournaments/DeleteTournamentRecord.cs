using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Tournaments;

/// <summary>
/// A player, or the server for one, takes the owner's record of the current period off a tournament, at any time (parity section 6.5). Its place is free
/// again and its attempts are forgotten. No record is a success.
/// </summary>
/// <param name="TournamentId">The tournament; a leaderboard's id is not found here.</param>
/// <param name="Expiry">The period, as with <see cref="SubmitTournamentScore"/>.</param>
/// <param name="OwnerId">Whose record; a lower-case UUID.</param>
/// <param name="LeavesPlace">
/// The record may take a place of a tournament of limited size. Who says no in error is refused with <see cref="TournamentFaults.PlaceWanted"/>.
/// </param>
public sealed record DeleteTournamentRecord(string TournamentId, long Expiry, string OwnerId, bool LeavesPlace) : Command<Done>
{
    public override IReadOnlyList<StreamRef> Streams => Entry.Streams;

    TournamentEntry Entry => new(TournamentId, Expiry, OwnerId, LeavesPlace);

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (!ScoreRecord.IsOwner(OwnerId)) return LeaderboardFaults.InvalidOwner;
        var entry = Entry;
        var board = states.Of(entry.Board);
        if (!board.Exists || !board.IsTournament) return TournamentFaults.NotFound;
        if (board.Authoritative && context.Caller.Source == Source.Client) return TournamentFaults.OnlyAuthoritativeDeletions;
        if (board.CurrentExpiryAt(context.Now) != Expiry) return LeaderboardFaults.PeriodIsOver;

        var record = states.Of(entry.Record);
        if (!record.Exists) return Decision.Granted();
        if (record.TakesPlace && !LeavesPlace) return TournamentFaults.PlaceWanted;
        return Decision.Granted()
            .AppendIf(record.TakesPlace, entry.Places, () => new TournamentPlaceLeft(OwnerId))
            .Append(entry.Record, new ScoreRecordDeleted());
    }
}
