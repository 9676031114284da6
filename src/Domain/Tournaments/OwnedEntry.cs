using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Tournaments;

/// <summary>An owner's record in a tournament of limited size: when it ends with the owner's account, its place is free again.</summary>
public sealed class OwnedEntry(string tournamentId, long expiry, string ownerId) : OwnedStream
{
    readonly StreamRef<ScoreRecord> _record = ScoreRecord.Of(tournamentId, expiry, ownerId);
    readonly StreamRef<TournamentPlaces> _places = TournamentPlaces.Of(tournamentId, expiry);

    public override StreamRef Stream => _record;

    public override IReadOnlyList<StreamRef> Streams => [_record, _places];

    public override IEnumerable<StreamEvent> Close(StreamStates states, DecisionContext context)
    {
        var record = states.Of(_record);
        if (record.TakesPlace && states.Of(_places).Taken > 0) yield return new(_places, new TournamentPlaceLeft(ownerId));
        if (record.Exists || record.IsWithheld) yield return new(_record, new ScoreRecordDeleted());
    }
}
