using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Storage.Indexes;

/// <summary>Brings objects into indexes, past their filters: all of a collection from its table, or one that changed.</summary>
sealed class StorageIndexLoader(Database database, IReadOnlyList<IStorageIndexFilters> filters)
{
    /// <summary>Reads the index's collection and replaces what the index held.</summary>
    public async Task Load(DeclaredIndex index)
    {
        var declaration = index.Declaration;
        var content = new IndexContent(declaration);
        await using var command = database.General.CreateCommand(
            "select key, owner_id, value, version, permission_read, permission_write, create_time, update_time, revision "
            + $"from {database.Schema}.storage_objects where collection = $1" + (declaration.Key.Length > 0 ? " and key = $2" : ""));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = declaration.Collection });
        if (declaration.Key.Length > 0) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = declaration.Key });
        await using var rows = await database.Query(command, database.General, CancellationToken.None);
        while (await rows.ReadAsync())
        {
            await Put(index, content, new(
                declaration.Collection, rows.GetString(0), rows.GetGuid(1), rows.GetString(2), rows.GetString(3), rows.GetInt32(4), rows.GetInt32(5),
                rows.GetFieldValue<DateTimeOffset>(6), rows.GetFieldValue<DateTimeOffset>(7), rows.GetInt64(8)));
        }

        index.Content = content;
        index.IsLoaded = true;
    }

    /// <summary>Whether an index has a filter now.</summary>
    public bool IsFiltered(string index) => filters.Any(filter => filter.Has(index));

    /// <summary>Takes an object in if the index's filter lets it; a filter that fails leaves the object as it was.</summary>
    public async ValueTask Put(DeclaredIndex index, IndexContent content, StoredObjectRow stored)
    {
        bool? keeps = true;
        foreach (var filter in filters)
        {
            if (filter.Has(index.Declaration.Name)) keeps = await filter.Keeps(index.Declaration.Name, stored, CancellationToken.None);
        }

        if (keeps is true) content.Put(stored);
        else if (keeps is false) content.Remove(stored.Key, stored.OwnerId, stored.Revision);
        else content.Remember(stored.Key, stored.OwnerId, stored.Revision);
    }
}
