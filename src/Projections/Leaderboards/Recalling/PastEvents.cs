using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Projections.Leaderboards.Recalling;

/// <summary>A stream's state at a moment, and the event that was its last one then.</summary>
/// <param name="State">The state.</param>
/// <param name="Version">How many events the stream held; 0 for none.</param>
/// <param name="Sequence">The last one's place among all events.</param>
/// <param name="At">When it was decided.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PastState<TState>(TState State, long Version, long Sequence, DateTimeOffset At);

/// <summary>Where an owner's record stood at a moment.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct PastStanding(Guid OwnerId, long Score, long Subscore);

/// <summary>Reads what the events of boards and records said by some moment: each statement looks streams up by key, however many events there are.</summary>
sealed class PastEvents(Database database, EventCodec codec)
{
    static readonly string[] TellingNames = [.. RecordStanding.TellingEvents.SelectMany(EventCatalogue.Default.StoredNamesOf)];

    /// <summary>Folds streams of one kind up to a moment; those without events by then are left out.</summary>
    public async Task<Dictionary<string, PastState<TState>>> Fold<TState>(
        IReadOnlyCollection<StreamRef<TState>> streams, PastMoment moment, CancellationToken cancel)
        where TState : class
    {
        var folded = new Dictionary<string, PastState<TState>>(streams.Count, StringComparer.Ordinal);
        if (streams.Count == 0) return folded;
        var kind = streams.First().Kind;
        await using var command = database.General.CreateCommand(FoldStatement(database.Schema, moment));
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(stream => stream.Key)] });
        command.Parameters.Add(ParameterOf(moment));
        await using var reader = await database.Query(command, database.General, cancel);
        while (await reader.ReadAsync(cancel))
        {
            var key = reader.GetString(0);
            var before = folded.TryGetValue(key, out var known) ? known.State : (TState)kind.Initial(kind.IdOf(key));
            var at = reader.GetFieldValue<DateTimeOffset>(5);
            var state = (TState)kind.Evolve(before, codec.Decode(reader.GetString(3), reader.GetFieldValue<byte[]>(4)), at);
            folded[key] = new(state, reader.GetInt64(1), reader.GetInt64(2), at);
        }

        return folded;
    }

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
        command.Parameters.Add(ParameterOf(moment));
        await using var reader = await database.Query(command, database.General, cancel);
        while (await reader.ReadAsync(cancel))
        {
            var happened = (ScoreRecordEvent)codec.Decode(reader.GetString(1), reader.GetFieldValue<byte[]>(2));
            if (RecordStanding.After(happened) is { Exists: true } standing) yield return new(reader.GetGuid(0), standing.Score, standing.Subscore);
        }
    }

    /// <summary>When the last event up to a place was decided; null before the first one.</summary>
    public async Task<DateTimeOffset?> TimeOf(long sequence, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(
            $"select timestamp from {database.Schema}.mt_events where seq_id <= $1 order by seq_id desc limit 1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
        await using var reader = await database.Query(command, cancel);
        return await reader.ReadAsync(cancel) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
    }

    /// <summary>When the first event from a place on was decided; null when there is none yet.</summary>
    public async Task<DateTimeOffset?> TimeFrom(long sequence, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(
            $"select timestamp from {database.Schema}.mt_events where seq_id >= $1 order by seq_id limit 1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
        await using var reader = await database.Query(command, cancel);
        return await reader.ReadAsync(cancel) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
    }

    /// <summary>The place among all events of a stream's event; null when there is no such event.</summary>
    public async Task<long?> SequenceOf(StreamRef stream, long version, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand($"select seq_id from {database.Schema}.mt_events where stream_id = $1 and version = $2");
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = stream.Key });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        await using var reader = await database.Query(command, cancel);
        return await reader.ReadAsync(cancel) ? reader.GetInt64(0) : null;
    }

    // A stream's last event by the moment is looked for first and all before it are taken, since two servers' clocks may differ by a little. "offset 0" and
    // "limit" keep the planner from turning the look-ups by key around into a scan of all events.
    internal static string FoldStatement(string schema, PastMoment moment) => $"""
        select k.key, e.version, e.seq_id, e.type, e.data, e.timestamp
        from unnest($1) as k(key)
        cross join lateral (
          select version from {schema}.mt_events where stream_id = k.key and {ByThen(moment, "$2")} order by version desc limit 1
        ) as latest
        cross join lateral (
          select version, seq_id, type, data, timestamp from {schema}.mt_events where stream_id = k.key and version <= latest.version offset 0
        ) as e
        order by k.key, e.version
        """;

    internal static string StandingsStatement(string schema, PastMoment moment) => $"""
        select o.owner_id, e.type, e.data
        from (
          select owner_id from {schema}.leaderboard_records where leaderboard_id = $1 and expiry = $2
          union all
          select owner_id from {schema}.leaderboard_records_former where leaderboard_id = $1 and expiry = $2
        ) as o
        cross join lateral (
          select type, data from {schema}.mt_events
          where stream_id = $3 || o.owner_id::text and type = any($4) and {ByThen(moment, "$5")} order by version desc limit 1
        ) as e
        """;

    static string ByThen(PastMoment moment, string parameter) => moment.Time is null ? $"seq_id <= {parameter}" : $"timestamp <= {parameter}";

    static NpgsqlParameter ParameterOf(PastMoment moment) => moment.Time is { } time
        ? new NpgsqlParameter<DateTimeOffset> { TypedValue = time }
        : new NpgsqlParameter<long> { TypedValue = moment.Sequence };
}
