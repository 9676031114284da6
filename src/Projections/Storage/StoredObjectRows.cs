using KaosNet.Domain.Storage;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Storage;

/// <summary>A stored object as its table and every read show it.</summary>
/// <param name="Collection">Collection.</param>
/// <param name="Key">Key.</param>
/// <param name="OwnerId">Whose; zeros for what belongs to the server.</param>
/// <param name="Value">A JSON object in canonical spelling.</param>
/// <param name="Version">Lower-case hex MD5 of the value as it was submitted.</param>
/// <param name="PermissionRead">0 nobody but the server, 1 the owner, 2 everybody.</param>
/// <param name="PermissionWrite">0 nobody but the server, 1 the owner.</param>
/// <param name="CreateTime">First write.</param>
/// <param name="UpdateTime">Last write.</param>
/// <param name="Revision">Events of the object's stream, so that mirrors can tell old news from new.</param>
public sealed record StoredObjectRow(
    string Collection, string Key, Guid OwnerId, string Value, string Version, int PermissionRead, int PermissionWrite,
    DateTimeOffset CreateTime, DateTimeOffset UpdateTime, long Revision)
{
    /// <summary>The record, its place in a dictionary and the heads of its strings.</summary>
    const int WeightOfAnEmptyOne = 500;

    /// <summary>About what it takes in memory, in bytes.</summary>
    internal int Weight => WeightOfAnEmptyOne + (sizeof(char) * (Value.Length + Version.Length + Collection.Length + Key.Length));

    /// <summary>The row that shows an object.</summary>
    public static StoredObjectRow Of(StoredObject stored) => new(
        stored.Collection, stored.Key, Guid.Parse(stored.OwnerId), stored.Value, stored.Version, stored.PermissionRead, stored.PermissionWrite,
        stored.CreateTime, stored.UpdateTime, stored.Revision);
}

/// <summary>The inline table of stored objects: inline, because a player reads back what was just written.</summary>
public static class StoredObjectRows
{
    /// <summary>
    /// The key serves reads, and lists of a whole collection; one index serves the lists of an owner, in the order of read permission and key; a small one serves
    /// the lists of what is public.
    /// </summary>
    public static readonly StateTable<StoredObject, StoredObjectRow> Table = new(
        "storage_objects",
        StoredObject.Kind,
        (_, stored) => stored.Exists ? [StoredObjectRow.Of(stored)] : [],
        table => table
            .Text("collection", row => row.Collection)
            .Text("key", row => row.Key)
            .Uuid("owner_id", row => row.OwnerId)
            .Text("value", row => row.Value)
            .Text("version", row => row.Version)
            .Whole("permission_read", row => row.PermissionRead)
            .Whole("permission_write", row => row.PermissionWrite)
            .Time("create_time", row => row.CreateTime)
            .Time("update_time", row => row.UpdateTime)
            .Bigint("revision", row => row.Revision)
            .Key("collection", "key", "owner_id")
            .Index("storage_objects_of_owner", "owner_id, collection, permission_read, key")
            .Index("storage_objects_public", "collection, key, owner_id", "permission_read = 2"));
}
