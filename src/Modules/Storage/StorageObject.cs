using System.ComponentModel;
using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Storage;

/// <summary>A stored object, looked for.</summary>
public sealed record StorageRead
{
    /// <summary>Its collection.</summary>
    public required string Collection { get; init; }

    /// <summary>Its key in the collection.</summary>
    public required string Key { get; init; }

    /// <summary>Whose it is; null for the server's own.</summary>
    public Guid? UserId { get; init; }
}

/// <summary>An object to store.</summary>
public sealed record StorageWrite
{
    /// <summary>Its collection.</summary>
    public required string Collection { get; init; }

    /// <summary>Its key in the collection.</summary>
    public required string Key { get; init; }

    /// <summary>Whose it is; null for the server's own.</summary>
    public Guid? UserId { get; init; }

    /// <summary>What is stored, a JSON object.</summary>
    public required JsonText Value { get; init; }

    /// <summary>The version that it must still have; <c>*</c> if there must be none; null for any.</summary>
    [NotEmpty]
    public string? Version { get; init; }

    /// <summary>Who may read it: 0 nobody, 1 its owner, 2 everybody.</summary>
    [DefaultValue(1)]
    public int PermissionRead { get; init; } = 1;

    /// <summary>Who may write it: 0 nobody, 1 its owner.</summary>
    [DefaultValue(1)]
    public int PermissionWrite { get; init; } = 1;
}

/// <summary>A stored object to delete.</summary>
public sealed record StorageDelete
{
    /// <summary>Its collection.</summary>
    public required string Collection { get; init; }

    /// <summary>Its key in the collection.</summary>
    public required string Key { get; init; }

    /// <summary>Whose it is; null for the server's own.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The version that it must still have; null for any.</summary>
    [NotEmpty]
    public string? Version { get; init; }
}

/// <summary>A stored object.</summary>
/// <param name="Key">Its key in the collection.</param>
/// <param name="Collection">Its collection.</param>
/// <param name="UserId">Whose it is; all zeros for the server's own.</param>
/// <param name="Version">Its version, which changes with every write.</param>
/// <param name="PermissionRead">Who may read it: 0 nobody, 1 its owner, 2 everybody.</param>
/// <param name="PermissionWrite">Who may write it: 0 nobody, 1 its owner.</param>
/// <param name="CreateTime">When it was first written; a number of seconds in scripts.</param>
/// <param name="UpdateTime">When it was last written; a number of seconds in scripts.</param>
/// <param name="Value">What is stored.</param>
public sealed record StorageObject(
    string Key, string Collection, Guid UserId, string Version, int PermissionRead, int PermissionWrite, DateTimeOffset CreateTime, DateTimeOffset UpdateTime,
    JsonText Value);

/// <summary>What a write has come to.</summary>
/// <param name="Key">The object's key.</param>
/// <param name="Collection">Its collection.</param>
/// <param name="UserId">Whose it is; all zeros for the server's own.</param>
/// <param name="Version">Its version now.</param>
public sealed record StorageAck(string Key, string Collection, Guid UserId, string Version);

/// <summary>A page of stored objects.</summary>
/// <param name="Objects">They.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record StoragePage(IReadOnlyList<StorageObject> Objects, string? Cursor);
