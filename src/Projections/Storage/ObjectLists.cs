using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Storage;

/// <summary>A page of a collection.</summary>
/// <param name="Objects">In the order of the list.</param>
/// <param name="Cursor">Goes on from the last one; empty when none follow.</param>
public sealed record ObjectPage(IReadOnlyList<StoredObjectRow> Objects, string Cursor);

/// <summary>
/// Lists of collections (parity section 8.7), for clients and for server modules. Each is a walk along one index, wherever it starts.
/// </summary>
public sealed class ObjectLists
{
    const string List = "storage objects";
    const string Columns =
        "collection, key, owner_id, value, version, permission_read, permission_write, create_time, update_time, revision";

    readonly Database _database;
    readonly Cursors _cursors;
    readonly Statements _all, _public, _ofOwner;

    public ObjectLists(Database database, Cursors cursors)
    {
        (_database, _cursors) = (database, cursors);
        var select = $"select {Columns} from {database.Schema}.storage_objects where collection = $1";
        const string ByKey = "order by key, owner_id limit $2";
        _all = new($"{select} {ByKey}", $"{select} and (key, owner_id) > ($3, $4) {ByKey}");
        _public = new($"{select} and permission_read = 2 {ByKey}", $"{select} and permission_read = 2 and (key, owner_id) > ($3, $4) {ByKey}");
        var ofOwner = $"{select} and owner_id = $3 and permission_read between $4 and $5";
        const string ByPermission = "order by permission_read, key limit $2";
        _ofOwner = new($"{ofOwner} {ByPermission}", $"{ofOwner} and (permission_read, key) > ($6, $7) {ByPermission}");
    }

    /// <summary>All statements.</summary>
    internal IReadOnlyList<string> AllStatements => [.. new[] { _all, _public, _ofOwner }.SelectMany(list => new[] { list.First, list.Further })];

    /// <summary>A page of a collection.</summary>
    /// <param name="collection">The collection; one that no object can be in is empty.</param>
    /// <param name="owner">Whose objects; null for everybody's.</param>
    /// <param name="reader">Who reads; null for server code, which sees everything.</param>
    /// <param name="limit">Objects of the page.</param>
    /// <param name="cursor">From an earlier page of the same list; empty for the first one.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, or <see cref="StorageFaults.InvalidCursor"/>.</returns>
    public async ValueTask<Answer<ObjectPage>> Page(
        string collection, Guid? owner, Guid? reader, int limit, string cursor, CancellationToken cancel)
    {
        // What a reader sees of others is one list for all readers.
        var view = reader is null ? "all" : reader == owner ? "own" : "public";
        var query = string.Create(CultureInfo.InvariantCulture, $"{view}/{owner}/{collection}");
        CursorReader? from = null;
        if (cursor.Length > 0 && (from = _cursors.Read(List, query, cursor)) is null) return StorageFaults.InvalidCursor;
        if (limit <= 0 || !ObjectKey.IsName(collection)) return new ObjectPage([], "");

        await using var command = owner is { } whose
            ? OfOwner(collection, whose, reader, limit + 1, from)
            : ByKey(reader is null ? _all : _public, collection, limit + 1, from);
        var objects = await Rows(command, limit + 1, cancel);
        if (objects.Count <= limit) return new ObjectPage(objects, "");

        objects.RemoveAt(limit);
        var last = objects[^1];
        return new ObjectPage(objects, _cursors.Write(List, query).Whole(last.PermissionRead).Text(last.Key).Uuid(last.OwnerId).Spell());
    }

    NpgsqlCommand ByKey(Statements statements, string collection, int limit, CursorReader? from)
    {
        var command = Command(from is null ? statements.First : statements.Further, collection, limit);
        if (from is null) return command;
        _ = from.Whole();
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = from.Text() });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = from.Uuid() });
        return command;
    }

    NpgsqlCommand OfOwner(string collection, Guid owner, Guid? reader, int limit, CursorReader? from)
    {
        var (least, most) = reader is null ? (int.MinValue, int.MaxValue) : reader == owner ? (1, 2) : (2, 2);
        var command = Command(from is null ? _ofOwner.First : _ofOwner.Further, collection, limit);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = least });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        if (from is null) return command;
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)from.Whole() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = from.Text() });
        return command;
    }

    NpgsqlCommand Command(string statement, string collection, int limit)
    {
        var command = _database.Reads.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = collection });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return command;
    }

    async Task<List<StoredObjectRow>> Rows(NpgsqlCommand command, int expected, CancellationToken cancel)
    {
        var objects = new List<StoredObjectRow>(Math.Min(expected, 128));
        await using var rows = await _database.Query(command, cancel);
        while (await rows.ReadAsync(cancel))
        {
            objects.Add(new(
                rows.GetString(0), rows.GetString(1), rows.GetGuid(2), rows.GetString(3), rows.GetString(4), rows.GetInt32(5), rows.GetInt32(6),
                rows.GetFieldValue<DateTimeOffset>(7), rows.GetFieldValue<DateTimeOffset>(8), rows.GetInt64(9)));
        }

        return objects;
    }

    /// <summary>A list's first page and those that a cursor asks for.</summary>
    sealed record Statements(string First, string Further);
}
