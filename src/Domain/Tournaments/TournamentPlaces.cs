using System.Globalization;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tournaments;

/// <summary>What can happen to the places of one period of a tournament of limited size.</summary>
public abstract record TournamentPlacesEvent;

/// <summary>An owner took a place, by joining or with a first submission.</summary>
[EventName("tournament_place_taken")]
public sealed record TournamentPlaceTaken(string OwnerId) : TournamentPlacesEvent;

/// <summary>An owner's place is free again.</summary>
[EventName("tournament_place_left")]
public sealed record TournamentPlaceLeft(string OwnerId) : TournamentPlacesEvent;

/// <summary>The tournament was deleted; all places are free.</summary>
[EventName("tournament_places_cleared")]
public sealed record TournamentPlacesCleared : TournamentPlacesEvent;

/// <summary>
/// How many owners are in one period of a tournament of limited size. Whoever takes or leaves a place names this stream first, so all of them go through one
/// lane and no two take the last place, on however many servers. Stream <c>places-{tournament}/{expiry}</c>.
/// </summary>
public sealed record TournamentPlaces
{
    /// <summary>All of them.</summary>
    public static readonly StreamKind<TournamentPlaces, TournamentPlacesEvent> Kind = new("places", Initial, Evolve, About, Limits.SnapshotEvery);

    public required string TournamentId { get; init; }

    /// <summary>The period's end in Unix seconds; 0 when it never ends.</summary>
    public required long Expiry { get; init; }

    /// <summary>Owners in the period.</summary>
    public int Taken { get; init; }

    /// <summary>The places of a period.</summary>
    public static StreamRef<TournamentPlaces> Of(string tournamentId, long expiry) =>
        Kind.Of(string.Create(CultureInfo.InvariantCulture, $"{tournamentId}/{expiry}"));

    static TournamentPlaces Initial(string id)
    {
        // Read from the end: a tournament's id may hold slashes, a number cannot.
        var expiry = id.LastIndexOf('/');
        return expiry >= 0 && long.TryParse(id.AsSpan(expiry + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var period)
            ? new() { TournamentId = id[..expiry], Expiry = period }
            : new() { TournamentId = id, Expiry = 0 };
    }

    static TournamentPlaces Evolve(TournamentPlaces places, TournamentPlacesEvent happened, DateTimeOffset at) => happened switch
    {
        TournamentPlaceTaken => places with { Taken = places.Taken + 1 },
        TournamentPlaceLeft => places with { Taken = Math.Max(0, places.Taken - 1) },
        TournamentPlacesCleared => places with { Taken = 0 },
        _ => places,
    };

    static IEnumerable<string> About(string id, TournamentPlacesEvent happened) => happened switch
    {
        TournamentPlaceTaken taken => [taken.OwnerId],
        TournamentPlaceLeft left => [left.OwnerId],
        _ => [],
    };
}
