using System.Data;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Chain;
using KaosNet.Store.Personal;
using KaosNet.Store.Tables;
using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Store.Journal;

/// <summary>
/// Writes a batch as one pipeline of bulk statements, which PostgreSQL runs as one transaction: a single round trip, commit included. Streams are
/// claimed first and events numbered last, so that a lost race leaves no gap in the feed's numbers for its readers to wait at.
/// </summary>
sealed class BatchWriter
{
    /// <summary>The class of errors for values that don't fit.</summary>
    const string DataException = "22";

    readonly NpgsqlDataSource _source;
    readonly ILookup<StreamKind, ITableChanges> _tablesOf;
    readonly List<ITableChanges> _tables = [];
    readonly PersonalKeys _keys;
    readonly HashSet<ITableChanges> _changed = [];
    readonly string _claim, _hold, _look, _events, _snapshots, _instance;

    public BatchWriter(Database database, IEnumerable<IInlineTable> tables)
    {
        var schema = database.Schema;
        (_source, _instance, _keys) = (database.Writes, database.Instance, database.PersonalKeys);
        var changes = tables.Select(table => (table.Kind, Changes: table.NewChanges(schema))).ToList();
        _tables.AddRange(changes.Select(entry => entry.Changes));
        _tablesOf = changes.ToLookup(entry => entry.Kind, entry => entry.Changes);
        _claim = AppendSql.Claim(schema);
        _hold = AppendSql.Versions(schema, isHeld: true);
        _look = AppendSql.Versions(schema, isHeld: false);
        _events = AppendSql.Events(schema);
        _snapshots = AppendSql.Snapshots(schema);
    }

    /// <summary>Commits what the batch decided. Throws when it did not come through, or when it is not known whether it did.</summary>
    /// <returns>The events' places in the whole store.</returns>
    public async Task<long[]> Commit(Batch batch, LaneToken token, FeedBells bells)
    {
        await using var pipeline = new NpgsqlBatch();
        var waking = bells.DueFor(batch.Events);
        if (batch.Events.Count > 0) Write(pipeline, batch, token, waking);
        Check(pipeline, _look, batch.Streams.Where(stream => stream is { IsOnlySeen: true, IsDecisive: false, IsChanged: false }), batch.Era.Epoch);
        if (pipeline.BatchCommands.Count == 0) return [];

        await using var connection = await _source.OpenConnectionAsync();
        pipeline.Connection = connection;
        try
        {
            if (batch.Events.Count > 0)
            {
                token.Attempt();
                var sequences = await Append(pipeline);
                token.CameThrough();
                bells.Committed(batch.Events, waking);
                return sequences;
            }

            await pipeline.ExecuteNonQueryAsync();
            return [];
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith(DataException, StringComparison.Ordinal))
        {
            await Forget(connection);
            throw;
        }
        catch (Exception bug) when (bug is not NpgsqlException && connection.FullState != ConnectionState.Open)
        {
            throw new NpgsqlException("The connection broke.", bug);
        }
    }

    /// <summary>
    /// A value that is refused while its statement is being prepared leaves the driver with a statement that is prepared and whose result it does not know: the
    /// next to use it would break the connection.
    /// </summary>
    static async Task Forget(NpgsqlConnection connection)
    {
        try
        {
            await Task.Run(connection.UnprepareAll);
        }
        catch (NpgsqlException)
        {
            // Then the connection is gone, and all that was prepared on it.
        }
    }

    /// <summary>The numbers are given by the last statement that gives anything; all is committed when the reading has come to its end.</summary>
    static async Task<long[]> Append(NpgsqlBatch pipeline)
    {
        long[] sequences = [];
        await using var reader = await pipeline.ExecuteReaderAsync();
        do
        {
            if (reader.FieldCount > 0 && reader.GetName(0) == AppendSql.Numbers && await reader.ReadAsync()) sequences = await reader.GetFieldValueAsync<long[]>(0);
        }
        while (await reader.NextResultAsync());
        return sequences;
    }

    void Write(NpgsqlBatch pipeline, Batch batch, LaneToken token, (bool Handlers, bool Servers) waking)
    {
        List<StreamWork> changed = [.. batch.Streams.Where(stream => stream.IsChanged)];
        changed.Sort(static (left, right) => string.CompareOrdinal(left.Stream.Key, right.Stream.Key));
        pipeline.BatchCommands.Add(Claim(changed, batch.Events[^1].At, token, batch.Era.Epoch));
        if (batch.FreshKeys.Count > 0) pipeline.BatchCommands.Add(_keys.Insert(batch.FreshKeys, batch.Events[^1].At));
        Check(pipeline, _hold, batch.Streams.Where(stream => stream is { IsDecisive: true, IsChanged: false }), epoch: null);
        WriteTables(pipeline, changed, batch.Events);
        WriteSnapshots(pipeline, changed);
        pipeline.BatchCommands.Add(Append(batch.Events, waking));
    }

    NpgsqlBatchCommand Claim(List<StreamWork> changed, DateTimeOffset at, LaneToken token, long epoch)
    {
        var fresh = changed.FindAll(stream => stream.Before.Version == 0);
        var known = changed.FindAll(stream => stream.Before.Version > 0);
        return new(_claim)
        {
            Parameters =
            {
                One(token.Lane),
                One(token.Next),
                One(token.Current),
                One(at.UtcDateTime, NpgsqlDbType.TimestampTz),
                Many(fresh.ConvertAll(stream => stream.Stream.Key)),
                Many(fresh.ConvertAll(stream => stream.Version)),
                Many(known.ConvertAll(stream => stream.Stream.Key)),
                Many(known.ConvertAll(stream => stream.Before.Version)),
                Many(known.ConvertAll(stream => stream.Version)),
                One((long)changed.Count),
                One(epoch),
            },
        };
    }

    static void Check(NpgsqlBatch pipeline, string statement, IEnumerable<StreamWork> streams, long? epoch)
    {
        List<StreamWork> present = [], absent = [];
        foreach (var stream in streams) (stream.Before.Version > 0 ? present : absent).Add(stream);
        if (present.Count + absent.Count == 0) return;
        present.Sort(static (left, right) => string.CompareOrdinal(left.Stream.Key, right.Stream.Key));
        NpgsqlBatchCommand check = new(statement)
        {
            Parameters =
            {
                Many(present.ConvertAll(stream => stream.Stream.Key)),
                Many(present.ConvertAll(stream => stream.Before.Version)),
                Many(absent.ConvertAll(stream => stream.Stream.Key)),
                One((long)present.Count),
            },
        };
        if (epoch is { } decidedIn) check.Parameters.Add(One(decidedIn));
        pipeline.BatchCommands.Add(check);
    }

    void WriteTables(NpgsqlBatch pipeline, List<StreamWork> changed, List<PendingEvent> events)
    {
        _changed.Clear();
        ILookup<StreamRef, object>? eventsOf = null;
        foreach (var stream in changed)
        {
            foreach (var table in _tablesOf[stream.Stream.Kind])
            {
                if (_changed.Add(table)) table.Clear();
                var before = stream.Before.Version == 0 ? null : stream.Before.State;
                if (table.LooksAtEvents)
                    table.Add(stream.Stream.Id, before, stream.State, (eventsOf ??= events.ToLookup(entry => entry.Stream, entry => entry.Event))[stream.Stream]);
                else
                    table.Add(stream.Stream.Id, before, stream.State);
            }
        }

        if (_changed.Count == 0) return;
        foreach (var table in _tables)
        {
            if (_changed.Contains(table)) table.DeleteInto(pipeline);
        }

        foreach (var table in _tables)
        {
            if (_changed.Contains(table)) table.WriteInto(pipeline);
        }
    }

    void WriteSnapshots(NpgsqlBatch pipeline, List<StreamWork> changed)
    {
        var due = changed.FindAll(stream => stream.NeedsSnapshot);
        if (due.Count == 0) return;
        pipeline.BatchCommands.Add(new(_snapshots)
        {
            Parameters =
            {
                Many(due.ConvertAll(stream => stream.Stream.Key)),
                Many(due.ConvertAll(stream => stream.Version)),
                Many(due.ConvertAll(stream => StateLoader.BuildOf(stream.Stream.Kind))),
                Many(due.ConvertAll(SnapshotOf), NpgsqlDbType.Jsonb),
            },
        });
    }

    static byte[] SnapshotOf(StreamWork stream) =>
        JsonSerializer.SerializeToUtf8Bytes(stream.State, stream.Stream.Kind.StateType, EventJson.Options);

    NpgsqlBatchCommand Append(List<PendingEvent> events, (bool Handlers, bool Servers) waking)
    {
        List<Guid> users = [];
        List<int> places = [];
        for (var i = 0; i < events.Count; i++)
        {
            foreach (var user in events[i].Users)
            {
                users.Add(user);
                places.Add(i + 1);
            }
        }

        return new(_events)
        {
            Parameters =
            {
                One(events.Count),
                Many(events.ConvertAll(entry => entry.Id)),
                Many(events.ConvertAll(entry => entry.Stream.Key)),
                Many(events.ConvertAll(entry => entry.Version)),
                Many(events.ConvertAll(entry => entry.Name)),
                Many(events.ConvertAll(entry => entry.Json), NpgsqlDbType.Jsonb),
                Many(events.ConvertAll(entry => entry.At.UtcDateTime), NpgsqlDbType.TimestampTz),
                Many(events.ConvertAll(entry => entry.StoredCorrelation)),
                Many(events.ConvertAll(entry => entry.Caller.Cause)),
                Many(events.ConvertAll(entry => entry.Headers), NpgsqlDbType.Jsonb),
                Many(events.ConvertAll(entry => entry.StoredActor)),
                Many(users),
                Many(places),
                One(waking.Handlers),
                new NpgsqlParameter<string?> { TypedValue = waking.Servers ? _instance : null },
                new NpgsqlParameter<byte[]?> { TypedValue = HashesOf(events), NpgsqlDbType = NpgsqlDbType.Bytea },
            },
        };
    }

    /// <summary>All hashes in one value, which both sides pass along cheaper than an array; null when events are not chained.</summary>
    static byte[]? HashesOf(List<PendingEvent> events)
    {
        if (events[0].Hash is null) return null;
        var hashes = new byte[events.Count * EventContent.HashBytes];
        for (var i = 0; i < events.Count; i++) events[i].Hash.CopyTo(hashes.AsSpan(i * EventContent.HashBytes));
        return hashes;
    }

    static NpgsqlParameter<T> One<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    static NpgsqlParameter<T> One<T>(T value, NpgsqlDbType type) => new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type };

    static NpgsqlParameter<T[]> Many<T>(List<T> values) => new NpgsqlParameter<T[]> { TypedValue = [.. values] };

    static NpgsqlParameter<T[]> Many<T>(List<T> values, NpgsqlDbType type) =>
        new NpgsqlParameter<T[]> { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | type };
}
