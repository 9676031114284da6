using System.Runtime.InteropServices;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using Npgsql;

namespace KaosNet.Projections.Storage;

/// <summary>How much memory objects that were read lately may take.</summary>
public sealed record StoredObjectSettings
{
    /// <summary>In bytes, about.</summary>
    public long BytesMax { get; init; } = 64L << 20;
}

/// <summary>
/// Reads of objects by key (parity section 8.4), for clients and for server modules: one round trip, however many objects; or none, when this server is the only
/// one of the game and they were read lately (docs/decisions/0019-a-server-alone-reads-from-memory.md).
/// </summary>
public sealed class StoredObjects(Database database, WriterLease? lease = null, StoredObjectSettings? settings = null) : ICommitObserver, IMemoryOfTables
{
    const string Content = "s.value, s.version, s.permission_read, s.permission_write, s.create_time, s.update_time, s.revision";

    readonly KeptRows<ObjectName, StoredObjectRow> _kept = new((settings ?? new()).BytesMax, static row => row.Weight);

    readonly string _one = $"select {Content} from {database.Schema}.storage_objects s where s.collection = $1 and s.key = $2 and s.owner_id = $3";

    // Each object is looked up by its key, whatever the planner takes the table's size for.
    readonly string _many = $"""
        select found.*, asked.place
        from unnest($1::text[], $2::text[], $3::uuid[]) with ordinality as asked(collection, key, owner_id, place)
        cross join lateral (
          select {Content} from {database.Schema}.storage_objects s
          where s.collection = asked.collection and s.key = asked.key and s.owner_id = asked.owner_id offset 0
        ) as found
        """;

    /// <summary>All statements.</summary>
    internal IReadOnlyList<string> Statements => [_one, _many];

    /// <summary>How many objects are in memory.</summary>
    internal int Kept => _kept.Count;

    /// <summary>The objects that there are, in no particular order; one that is asked for twice comes once.</summary>
    /// <param name="keys">Which ones. Names that no object can have find none.</param>
    /// <param name="reader">Who reads: of others it is what everybody may read. Null for server code, which sees everything.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<IReadOnlyList<StoredObjectRow>> Read(IReadOnlyList<ObjectName> keys, Guid? reader, CancellationToken cancel)
    {
        if (JournalTransaction.Current is { } running) return await ReadIn(running, keys, reader, cancel);
        var found = new List<StoredObjectRow>(keys.Count);
        List<Missing>? missing = null;
        var term = lease?.SoleTerm ?? 0;
        foreach (var key in keys.Count == 1 ? keys : keys.Distinct())
        {
            if (!key.IsStorable) continue;
            var changes = 0L;
            if (term != 0 && _kept.Find(key, out changes, term) is { } row) AddVisible(found, row, reader);
            else (missing ??= []).Add(new(key, changes));
        }

        if (missing is null) return found;
        await using var command = missing is [var single] ? One(single.Key) : Many(missing);
        await using var rows = await database.Query(command, cancel);
        while (await rows.ReadAsync(cancel))
        {
            var (key, changes) = missing is [var only] ? only : missing[(int)rows.GetInt64(7) - 1];
            var row = Row(key, rows);
            AddVisible(found, term != 0 ? _kept.Keep(key, row, changes, row.Revision) : row, reader);
        }

        return found;
    }

    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.After is not StoredObject stored) continue;
            _kept.Update(
                new(stored.Collection, stored.Key, Guid.Parse(stored.OwnerId)), stored.Exists ? StoredObjectRow.Of(stored) : null, change.Version);
        }
    }

    public ValueTask TablesSwitched(CancellationToken cancel)
    {
        _kept.Clear();
        return ValueTask.CompletedTask;
    }

    static void AddVisible(List<StoredObjectRow> found, StoredObjectRow row, Guid? reader)
    {
        if (reader is null || row.PermissionRead == 2 || (row.PermissionRead == 1 && row.OwnerId == reader)) found.Add(row);
    }

    /// <summary>
    /// A transaction sees what it wrote itself, and is decided anew when others change what it read: so "read, add, write" is right in it without versions.
    /// </summary>
    static async ValueTask<IReadOnlyList<StoredObjectRow>> ReadIn(
        JournalTransaction running, IReadOnlyList<ObjectName> keys, Guid? reader, CancellationToken cancel)
    {
        var found = new List<StoredObjectRow>(keys.Count);
        foreach (var key in keys.Where(key => key.IsStorable).Distinct())
        {
            var stored = await running.Load(new ObjectKey(key.Collection, key.Key, key.OwnerId.ToString()).Stream, cancel);
            if (!stored.Exists) continue;
            AddVisible(found, StoredObjectRow.Of(stored), reader);
        }

        return found;
    }

    NpgsqlCommand One(ObjectName key)
    {
        var command = database.Reads.CreateCommand(_one);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Collection });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Key });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = key.OwnerId });
        return command;
    }

    NpgsqlCommand Many(List<Missing> keys)
    {
        var command = database.Reads.CreateCommand(_many);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(one => one.Key.Collection)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(one => one.Key.Key)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. keys.Select(one => one.Key.OwnerId)] });
        return command;
    }

    static StoredObjectRow Row(ObjectName key, NpgsqlDataReader rows) => new(
        key.Collection, key.Key, key.OwnerId, rows.GetString(0), rows.GetString(1), rows.GetInt32(2), rows.GetInt32(3),
        rows.GetFieldValue<DateTimeOffset>(4), rows.GetFieldValue<DateTimeOffset>(5), rows.GetInt64(6));

    /// <summary>An object that was not in memory, and how many changes had been told of then.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Missing(ObjectName Key, long Changes);
}

/// <summary>What an object is asked for by.</summary>
public sealed record ObjectName(string Collection, string Key, Guid OwnerId)
{
    /// <summary>False for names that no object can have.</summary>
    public bool IsStorable => ObjectKey.IsName(Collection) && ObjectKey.IsName(Key);
}
