using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.History;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Projections.Leaderboards.Recalling;

/// <summary>Where an owner's record stood at a moment.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct PastStanding(Guid OwnerId, long Score, long Subscore);

/// <summary>Reads where all records of a period stood: the last event by then of each, looked up by key.</summary>
sealed class PastStandings(Database database, EventCodec codec)
{
    static readonly string[] TellingNames = [.. RecordStanding.TellingEvents.SelectMany(EventCatalogue.Default.StoredNamesOf)];

    /// <summary>Where every record of a period stood, in no order.</summary>
    public async IAsyncEnumerable<PastStanding> Standings(
        string board, long expiry, PastMoment moment, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(StandingsStatement(database.Schema, moment));
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = board });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = expiry });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ScoreRecord.Of(board, expiry, "").Key });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = TellingNames });
        command.Parameters.Add(PastStreams.ParameterOf(moment));
        await using var reader = await database.Query(command, database.General, cancel);
        while (await reader.ReadAsync(cancel))
        {
            var happened = (ScoreRecordEvent)codec.DecodeOthers(reader.GetString(1), reader.GetFieldValue<byte[]>(2));
            if (RecordStanding.After(happened) is { Exists: true } standing) yield return new(reader.GetGuid(0), standing.Score, standing.Subscore);
        }
    }

    internal static string StandingsStatement(string schema, PastMoment moment) => $"""
        select o.owner_id, e.type, e.data
        from (
          select owner_id from {schema}.leaderboard_records where leaderboard_id = $1 and expiry = $2
          union all
          select owner_id from {schema}.leaderboard_records_former where leaderboard_id = $1 and expiry = $2
        ) as o
        cross join lateral (
          select type, data from {schema}.mt_events
          where stream_id = $3 || o.owner_id::text and type = any($4) and {PastStreams.ByThen(moment, "$5")} order by version desc limit 1
        ) as e
        """;
}
