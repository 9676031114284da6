using System.Runtime.InteropServices;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Store;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Tournaments;

/// <summary>How many owners are in a period of a tournament of limited size.</summary>
public sealed record PlacesRow(string TournamentId, long Expiry, int Taken);

/// <summary>How many owners are in periods of tournaments: inline, because who joined reads the new size at once.</summary>
public sealed class TournamentSizes(Database database)
{
    public static readonly StateTable<TournamentPlaces, PlacesRow> Table = new(
        "tournament_places",
        TournamentPlaces.Kind,
        (_, places) => places.Taken > 0 ? [new(places.TournamentId, places.Expiry, places.Taken)] : [],
        table => table
            .Text("tournament_id", row => row.TournamentId)
            .Bigint("expiry", row => row.Expiry)
            .Whole("taken", row => row.Taken)
            .Key("tournament_id", "expiry"));

    internal string Statement { get; } =
        $"select p.tournament_id, p.expiry, p.taken from unnest($1, $2) as q (id, expiry) join {database.Schema}.tournament_places p "
        + "on p.tournament_id = q.id and p.expiry = q.expiry";

    /// <summary>The sizes of these periods; those of nobody, and of tournaments without a limit, are not among them.</summary>
    public async ValueTask<IReadOnlyDictionary<PlacesKey, int>> Of(IReadOnlyCollection<PlacesKey> periods, CancellationToken cancel)
    {
        var sizes = new Dictionary<PlacesKey, int>(periods.Count);
        if (periods.Count == 0) return sizes;
        await using var command = database.Reads.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. periods.Select(period => period.TournamentId)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. periods.Select(period => period.Expiry)] });
        await using var reader = await database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) sizes[new(reader.GetString(0), reader.GetInt64(1))] = reader.GetInt32(2);
        return sizes;
    }
}

/// <summary>A period of a tournament.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlacesKey(string TournamentId, long Expiry)
{
    /// <summary>The period whose places count at a moment.</summary>
    public static PlacesKey Of(Leaderboard tournament, DateTimeOffset moment) => new(tournament.Id, tournament.CurrentExpiryAt(moment));
}
