using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Projections.History;

/// <summary>A stream's state at a moment, and the event that was its last one then.</summary>
/// <param name="State">The state.</param>
/// <param name="Version">How many events the stream held; 0 for none.</param>
/// <param name="Sequence">The last one's place among all events.</param>
/// <param name="At">When it was decided.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PastState<TState>(TState State, long Version, long Sequence, DateTimeOffset At);

/// <summary>Something that had happened by some moment.</summary>
/// <param name="Stream">The key of its stream.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Sequence">Its place among all events.</param>
/// <param name="Happened">The event.</param>
/// <param name="At">When it was decided.</param>
sealed record PastEvent(string Stream, long Version, long Sequence, object Happened, DateTimeOffset At);

/// <summary>Reads what streams said by some moment: each statement looks them up by key, however many events there are.</summary>
sealed class PastStreams(Database database, EventCodec codec)
{
    /// <summary>Events whose keys are looked up at once.</summary>
    const int PageMax = 200;

    /// <summary>Folds streams of one kind up to a moment; those without events by then are left out.</summary>
    public async Task<Dictionary<string, PastState<TState>>> Fold<TState>(
        IReadOnlyCollection<StreamRef<TState>> streams, PastMoment moment, CancellationToken cancel)
        where TState : class
    {
        var folded = new Dictionary<string, PastState<TState>>(streams.Count, StringComparer.Ordinal);
        if (streams.Count == 0) return folded;
        var kind = streams.First().Kind;
        await foreach (var past in Read([.. streams.Select(stream => stream.Key)], moment, cancel))
        {
            var before = folded.TryGetValue(past.Stream, out var known) ? known.State : (TState)kind.Initial(kind.IdOf(past.Stream));
            folded[past.Stream] = new((TState)kind.Evolve(before, past.Happened, past.At), past.Version, past.Sequence, past.At);
        }

        return folded;
    }

    /// <summary>The events of streams up to a moment, stream by stream and each in its order; a few at a time are in memory.</summary>
    public async IAsyncEnumerable<PastEvent> Read(string[] keys, PastMoment moment, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(FoldStatement(database.Schema, moment));
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = keys });
        command.Parameters.Add(ParameterOf(moment));
        await using var reader = await database.Query(command, database.General, cancel);
        List<(string Key, long Version, long Sequence, string Type, byte[] Data, DateTimeOffset At)> page = [];
        for (var isMore = true; isMore;)
        {
            isMore = await reader.ReadAsync(cancel);
            if (isMore)
            {
                page.Add((
                    reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetFieldValue<byte[]>(4), reader.GetFieldValue<DateTimeOffset>(5)));
            }

            if (isMore && page.Count < PageMax) continue;
            await codec.Prefetch(page.Select(row => row.Data), cancel);
            foreach (var (key, version, sequence, type, data, at) in page) yield return new(key, version, sequence, codec.Decode(type, data, key, version), at);
            page.Clear();
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

    internal static string ByThen(PastMoment moment, string parameter) => moment.Time is null ? $"seq_id <= {parameter}" : $"timestamp <= {parameter}";

    internal static NpgsqlParameter ParameterOf(PastMoment moment) => moment.Time is { } time
        ? new NpgsqlParameter<DateTimeOffset> { TypedValue = time }
        : new NpgsqlParameter<long> { TypedValue = moment.Sequence };
}
