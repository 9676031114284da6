using KaosNet.Domain.Matches;
using KaosNet.Store;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Matches;

/// <summary>An authoritative match that has begun and has not ended, as far as its record says.</summary>
/// <param name="MatchId">Without the node.</param>
/// <param name="Node">The server that runs it, or ran it when it went away.</param>
/// <param name="Run">Which run of that server.</param>
public sealed record OpenMatch(Guid MatchId, string Node, string Run);

/// <summary>
/// The matches that nobody has seen the end of, for a server that starts and looks for what an earlier run of it left behind. Inline: a match whose beginning is
/// stored is found, however soon after its server dies.
/// </summary>
public sealed class OpenMatches(Database database)
{
    public static readonly StateTable<MatchHistory, OpenMatch> Table = new(
        "matches_open",
        MatchHistory.Stream,
        (id, history) => history.IsOpen ? [new(Guid.Parse(id), history.Node, history.Run)] : [],
        table => table
            .Uuid("match_id", row => row.MatchId)
            .Text("node", row => row.Node)
            .Text("run", row => row.Run)
            .Key("match_id")
            .Index("matches_open_node", "node, run, match_id"));

    /// <summary>Matches of a server that another run of it had begun, those of a run together.</summary>
    /// <param name="node">The server's name.</param>
    /// <param name="run">The run that asks; its own matches are left out.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancel">Ends the query.</param>
    public async Task<IReadOnlyList<OpenMatch>> OfOtherRuns(string node, string run, int most, CancellationToken cancel = default)
    {
        List<OpenMatch> found = [];
        await using var command = database.Reads.CreateCommand(
            $"select match_id, run from {database.Schema}.matches_open where node = $1 and run <> $2 order by run, match_id limit $3");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = node });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = run });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        await using var reader = await database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) found.Add(new(reader.GetGuid(0), node, reader.GetString(1)));
        return found;
    }
}
