using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Tournaments;

/// <summary>Places come and go with the records that take them.</summary>
public static class TournamentReversals
{
    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<TournamentPlaces, TournamentPlacesEvent>(
        TournamentPlaces.Kind,
        (_, _) => Reversal.Along,
        new Dictionary<Type, string> { [typeof(TournamentPlacesCleared)] = "the records of a deleted board are taken away, so it does not come back" });
}
