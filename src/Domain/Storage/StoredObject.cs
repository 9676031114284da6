using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Storage;

/// <summary>One JSON document of the game's own (parity section 8.1). Stream <c>object-{collection}/{key}/{owner}</c>.</summary>
public sealed record StoredObject : IWeighed
{
    /// <summary>All objects.</summary>
    public static readonly StreamKind<StoredObject, StorageObjectEvent> Kind =
        new("object", Initial, Evolve, About, Limits.SnapshotEvery) { Whose = new() { ByStream = OwnersOf } };

    public required string Collection { get; init; }

    public required string Key { get; init; }

    /// <summary>Lower-case UUID; zeros for what belongs to the server.</summary>
    public required string OwnerId { get; init; }

    /// <summary>False before the first write and after a deletion.</summary>
    public bool Exists { get; init; }

    /// <summary>A JSON object in canonical spelling.</summary>
    public string Value { get; init; } = "";

    /// <summary>Lower-case hex MD5 of the value as it was submitted.</summary>
    public string Version { get; init; } = "";

    /// <summary>Who may read it: 0 nobody but the server, 1 the owner, 2 everybody.</summary>
    public int PermissionRead { get; init; }

    /// <summary>Who may overwrite and delete it: 0 nobody but the server, 1 the owner.</summary>
    public int PermissionWrite { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>How many events the stream holds; it grows also over deletions, so that mirrors can tell old news from new.</summary>
    public long Revision { get; init; }

    int IWeighed.Weight => WeightOfAnEmptyOne + (sizeof(char) * (Collection.Length + Key.Length + Value.Length));

    /// <summary>The record, its place in a cache and the heads of its strings.</summary>
    const int WeightOfAnEmptyOne = 600;

    static StoredObject Initial(string id)
    {
        var (collection, key, owner) = ObjectKey.Parts(id);
        return new() { Collection = collection, Key = key, OwnerId = owner };
    }

    static StoredObject Evolve(StoredObject stored, StorageObjectEvent happened, DateTimeOffset at) => happened switch
    {
        StorageObjectWritten written => stored with
        {
            Exists = true,
            Value = JsonDocumentText.Of(written.Value),
            Version = written.Version,
            PermissionRead = written.PermissionRead,
            PermissionWrite = written.PermissionWrite,
            CreateTime = stored.Exists ? stored.CreateTime : at,
            UpdateTime = at,
            Revision = stored.Revision + 1,
        },
        StorageObjectImported imported => stored with
        {
            Exists = true,
            Value = JsonDocumentText.Of(imported.Value),
            Version = imported.Version,
            PermissionRead = imported.PermissionRead,
            PermissionWrite = imported.PermissionWrite,
            CreateTime = imported.CreateTime,
            UpdateTime = imported.UpdateTime,
            Revision = stored.Revision + 1,
        },
        StorageObjectDeleted => new()
        {
            Collection = stored.Collection,
            Key = stored.Key,
            OwnerId = stored.OwnerId,
            Revision = stored.Revision + 1,
        },
        _ => stored with { Revision = stored.Revision + 1 },
    };

    static IEnumerable<string> About(string id, StorageObjectEvent happened) => OwnersOf(id);

    static IEnumerable<string> OwnersOf(string id)
    {
        var owner = id[(id.LastIndexOf('/') + 1)..];
        return owner == ObjectKey.System ? [] : [owner];
    }
}
