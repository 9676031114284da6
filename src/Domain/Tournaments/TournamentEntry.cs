using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Tournaments;

/// <summary>The streams that an owner's way into a period of a tournament goes through, and the rule of its places.</summary>
sealed class TournamentEntry(string tournamentId, long expiry, string ownerId, bool namesPlaces)
{
    public StreamRef<Leaderboard> Board { get; } = Leaderboard.Kind.Of(tournamentId);

    public StreamRef<ScoreRecord> Record { get; } = ScoreRecord.Of(tournamentId, expiry, ownerId);

    public StreamRef<TournamentPlaces> Places { get; } = TournamentPlaces.Of(tournamentId, expiry);

    /// <summary>The places come first where they matter: the first stream picks the lane.</summary>
    public IReadOnlyList<StreamRef> Streams { get; } = namesPlaces
        ? [TournamentPlaces.Of(tournamentId, expiry), ScoreRecord.Of(tournamentId, expiry, ownerId), Leaderboard.Kind.Of(tournamentId)]
        : [ScoreRecord.Of(tournamentId, expiry, ownerId), Leaderboard.Kind.Of(tournamentId)];

    /// <summary>Null when the owner has a place, needs none or can have one.</summary>
    public Fault? TakePlace(Leaderboard board, StreamStates states)
    {
        if (!board.HasMaxSize || states.Of(Record).TakesPlace) return null;
        if (!namesPlaces) return TournamentFaults.PlaceWanted;
        return states.Of(Places).Taken >= board.MaxSize ? TournamentFaults.Full : null;
    }

    /// <summary>Takes the place that <see cref="TakePlace"/> granted.</summary>
    public Decision<TResult> AppendPlace<TResult>(Decision<TResult> decision, Leaderboard board, ScoreRecord record) =>
        decision.AppendIf(board.HasMaxSize && !record.TakesPlace, Places, () => new TournamentPlaceTaken(ownerId));
}
