using KaosNet.Domain.Storage;
using KaosNet.Store;
using KaosNet.Store.Journal.Transactions;
using Npgsql;

namespace KaosNet.Projections.Storage;

/// <summary>Reads of objects by key (parity section 8.4), for clients and for server modules: one round trip, however many objects.</summary>
public sealed class StoredObjects(Database database)
{
    const string Content = "s.value, s.version, s.permission_read, s.permission_write, s.create_time, s.update_time, s.revision";
    const string IsVisible = "(s.permission_read = 2 or (s.permission_read = 1 and s.owner_id = $4))";

    readonly string _one = $"select {Content} from {database.Schema}.storage_objects s where s.collection = $1 and s.key = $2 and s.owner_id = $3";

    readonly string _oneVisible =
        $"select {Content} from {database.Schema}.storage_objects s where s.collection = $1 and s.key = $2 and s.owner_id = $3 and {IsVisible}";

    readonly string _many = Many(database.Schema, "");

    readonly string _manyVisible = Many(database.Schema, " and " + IsVisible);

    /// <summary>All statements.</summary>
    internal IReadOnlyList<string> Statements => [_one, _oneVisible, _many, _manyVisible];

    /// <summary>The objects that there are, in no particular order; one that is asked for twice comes once.</summary>
    /// <param name="keys">Which ones. Names that no object can have find none.</param>
    /// <param name="reader">Who reads: of others it is what everybody may read. Null for server code, which sees everything.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<IReadOnlyList<StoredObjectRow>> Read(IReadOnlyList<ObjectName> keys, Guid? reader, CancellationToken cancel)
    {
        if (JournalTransaction.Current is { } running) return await ReadIn(running, keys, reader, cancel);
        if (keys.Count == 1) return keys[0].IsStorable ? await ReadOne(keys[0], reader, cancel) : [];
        var asked = keys.Where(key => key.IsStorable).Distinct().ToArray();
        if (asked.Length == 0) return [];

        await using var command = database.Reads.CreateCommand(reader is null ? _many : _manyVisible);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(asked, key => key.Collection) });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(asked, key => key.Key) });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(asked, key => key.OwnerId) });
        if (reader is { } who) command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = who });
        var found = new List<StoredObjectRow>(asked.Length);
        await using var rows = await database.Query(command, cancel);
        while (await rows.ReadAsync(cancel)) found.Add(Row(asked[rows.GetInt64(7) - 1], rows));
        return found;
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
            if (reader is null || stored.PermissionRead == 2 || (stored.PermissionRead == 1 && key.OwnerId == reader)) found.Add(StoredObjectRow.Of(stored));
        }

        return found;
    }

    async ValueTask<IReadOnlyList<StoredObjectRow>> ReadOne(ObjectName key, Guid? reader, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(reader is null ? _one : _oneVisible);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Collection });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Key });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = key.OwnerId });
        if (reader is { } who) command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = who });
        await using var rows = await database.Query(command, cancel);
        return await rows.ReadAsync(cancel) ? [Row(key, rows)] : [];
    }

    static StoredObjectRow Row(ObjectName key, NpgsqlDataReader rows) => new(
        key.Collection, key.Key, key.OwnerId, rows.GetString(0), rows.GetString(1), rows.GetInt32(2), rows.GetInt32(3),
        rows.GetFieldValue<DateTimeOffset>(4), rows.GetFieldValue<DateTimeOffset>(5), rows.GetInt64(6));

    /// <summary>Each object is looked up by its key, whatever the planner takes the table's size for.</summary>
    static string Many(string schema, string condition) => $"""
        select found.*, asked.place
        from unnest($1::text[], $2::text[], $3::uuid[]) with ordinality as asked(collection, key, owner_id, place)
        cross join lateral (
          select {Content} from {schema}.storage_objects s
          where s.collection = asked.collection and s.key = asked.key and s.owner_id = asked.owner_id{condition} offset 0
        ) as found
        """;
}

/// <summary>What an object is asked for by.</summary>
public sealed record ObjectName(string Collection, string Key, Guid OwnerId)
{
    /// <summary>False for names that no object can have.</summary>
    public bool IsStorable => ObjectKey.IsName(Collection) && ObjectKey.IsName(Key);
}
