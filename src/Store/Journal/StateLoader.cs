using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Chain;
using KaosNet.Store.Personal;
using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// Folds streams from their snapshot and the events after it, all of them in one round trip. A snapshot counts only for the very build of the
/// rules that made it: another build may fold differently, and the events are what is true.
/// </summary>
sealed class StateLoader(EventCodec codec, Database database)
{
    static readonly ConcurrentDictionary<Type, string> Builds = new();

    // By far the most loads are of one stream. For the Journal's own connections alone, whose planner is told not to scan: with plain values others would keep a
    // scan that was right while the tables were small, until somebody analyzes them.
    readonly string _loadOne = $"""
        select $1, version, null::text as type, state as data, null::timestamptz as at, null::bytea as hash
        from {database.Schema}.stream_snapshots where stream_key = $1 and build = $2
        union all
        select $1, version, type::text, data, timestamp, hash from {database.Schema}.mt_events
        where stream_id = $1 and version >= coalesce((select version from {database.Schema}.stream_snapshots where stream_key = $1 and build = $2), 0)
        union all
        select k.*, null from ({PersonalKeys.Along(database.Schema, "$3")}) as k
        order by 2, 3 nulls first
        """;

    // "offset 0" keeps the planner from turning the look-up by key around into a scan, which it likes while it takes the tables for small.
    readonly string _loadMany = $"""
        select k.key, s.version, null::text as type, s.state as data, null::timestamptz as at, null::bytea as hash
        from unnest($1, $2) as k(key, build) join {database.Schema}.stream_snapshots s on s.stream_key = k.key and s.build = k.build
        union all
        select k.key, e.version, e.type::text, e.data, e.timestamp, e.hash
        from unnest($1, $2) as k(key, build)
        left join lateral (
          select version from {database.Schema}.stream_snapshots where stream_key = k.key and build = k.build offset 0
        ) s on true
        cross join lateral (
          select version, type, data, timestamp, hash from {database.Schema}.mt_events
          where stream_id = k.key and version >= coalesce(s.version, 0) offset 0
        ) e
        union all
        select k.*, null from ({PersonalKeys.Along(database.Schema, "$3")}) as k
        order by 2, 1, 3 nulls first
        """;

    /// <summary>Names the build of the rules that fold a kind of stream.</summary>
    public static string BuildOf(StreamKind kind) =>
        Builds.GetOrAdd(kind.StateType, type => type.Assembly.ManifestModule.ModuleVersionId.ToString("N"));

    /// <summary>Loads the streams; those without events are at version 0.</summary>
    public async Task<Dictionary<string, CachedState>> Load(
        NpgsqlDataSource source, IReadOnlyCollection<StreamRef> streams, CancellationToken cancel)
    {
        var found = streams.ToDictionary(stream => stream.Key, stream => new Fold(stream), StringComparer.Ordinal);
        var isOne = streams.Count == 1 && ReferenceEquals(source, database.Writes);
        await using var command = source.CreateCommand(isOne ? _loadOne : _loadMany);
        if (isOne)
        {
            var (key, fold) = found.Single();
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = BuildOf(fold.Stream.Kind) });
        }
        else
        {
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. found.Keys] });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. found.Values.Select(fold => BuildOf(fold.Stream.Kind))] });
        }

        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = database.PersonalKeys.WantedFor(streams) });
        var kept = database.PersonalKeys.Now;
        List<Row> rows = [];
        HashSet<Guid>? missing = null;
        await using (var reader = await database.Query(command, source, cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                // Keys come first.
                if (reader.GetInt64(1) == PersonalKeys.AlongVersion)
                {
                    database.PersonalKeys.Keep(kept, Guid.Parse(reader.GetString(0)), reader.GetString(2));
                    continue;
                }

                var (isState, isStored) = (reader.IsDBNull(2), !reader.IsDBNull(5));
                rows.Add(new(
                    found[reader.GetString(0)], reader.GetInt64(1), isState ? null : reader.GetString(2), reader.GetFieldValue<byte[]>(3),
                    isState ? default : reader.GetFieldValue<DateTimeOffset>(4), isStored ? reader.GetFieldValue<byte[]>(5) : null));
                if (!isState) codec.CollectMissing(rows[^1].Data, ref missing);
            }
        }

        if (missing is not null) await database.PersonalKeys.Load(missing, source, cancel);
        foreach (var row in rows)
        {
            var fold = row.Fold;
            if (row.Hash is not null) fold.Hash = row.Hash;
            // The event that a snapshot stands at is read for its hash alone.
            if (row.Version == fold.Version) continue;
            if (row.Type is null) fold.Start(row.Version, row.Data);
            else fold.Next(row.Version, codec.Decode(row.Type, row.Data, fold.Stream.Key, row.Version), row.At);
        }

        return found.ToDictionary(entry => entry.Key, entry => entry.Value.Result, StringComparer.Ordinal);
    }

    /// <summary>A state, which has no type, or an event.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Row(Fold Fold, long Version, string? Type, byte[] Data, DateTimeOffset At, byte[]? Hash);

    sealed class Fold(StreamRef stream)
    {
        object _state = stream.Kind.Initial(stream.Id);
        long _version, _snapshotVersion;

        public StreamRef Stream => stream;

        public long Version => _version;

        /// <summary>The hash of the last event that was read.</summary>
        public byte[]? Hash { get; set; }

        public CachedState Result => new(_state, _version, _snapshotVersion, Hash is { } hash ? new(hash) : StreamHead.None);

        public void Start(long version, byte[] json)
        {
            _state = JsonSerializer.Deserialize(json, stream.Kind.StateType, EventJson.Options)
                ?? throw new InvalidDataException($"The snapshot of {stream.Key} is empty.");
            _version = _snapshotVersion = version;
        }

        public void Next(long version, object @event, DateTimeOffset at)
        {
            if (version != _version + 1) throw new InvalidDataException($"{stream.Key} lacks version {_version + 1}.");
            _state = stream.Kind.Evolve(_state, @event, at);
            _version = version;
        }
    }
}
