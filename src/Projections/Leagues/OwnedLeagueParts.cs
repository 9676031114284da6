using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Leagues;

/// <summary>A player's places in leagues and results of seasons, which end with the account.</summary>
public sealed class OwnedLeagueParts(Database database) : IOwnedByAccount
{
    /// <summary>Places and results that one commit takes away; who has more loses the rest in the commits after it.</summary>
    public const int AtOnceMax = 500;

    readonly string _places =
        $"select league_id, season, division, group_number from {database.Schema}.league_members where user_id = $1 order by league_id limit {AtOnceMax}";

    readonly string _results =
        $"select league_id, season, division, group_number from {database.Schema}.league_results where user_id = $1 limit {AtOnceMax}";

    public async ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel)
    {
        var owned = new List<OwnedStream>();
        var parts = new HashSet<GroupKey>();
        foreach (var place in await Read(_places, userId, cancel))
        {
            owned.Add(LeaveLeague.OwnedPlace(place.LeagueId, userId));
            if (place.Number > 0) parts.Add(place);
        }

        parts.UnionWith(await Read(_results, userId, cancel));
        owned.AddRange(parts.Select(part => LeaveLeague.OwnedPart(part, userId)));
        return owned;
    }

    async Task<List<GroupKey>> Read(string statement, string userId, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        await using var reader = await database.Query(command, cancel);
        var found = new List<GroupKey>();
        while (await reader.ReadAsync(cancel)) found.Add(new(reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3)));
        return found;
    }
}
