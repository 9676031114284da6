using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Storage;

/// <summary>What can happen to a stored object.</summary>
public abstract record StorageObjectEvent;

/// <summary>The object was written: created, or replaced as a whole.</summary>
/// <param name="Value">A JSON object as it was submitted.</param>
/// <param name="Version">Lower-case hex MD5 of the value's UTF-8 text.</param>
/// <param name="PermissionRead">Who may read it: 0 nobody but the server, 1 the owner, 2 everybody.</param>
/// <param name="PermissionWrite">Who may overwrite and delete it: 0 nobody but the server, 1 the owner.</param>
[EventName("storage_object_written")]
public sealed record StorageObjectWritten(
    [property: Personal("{}")] string Value, [property: Personal] string Version, int PermissionRead, int PermissionWrite) : StorageObjectEvent;

/// <summary>The object was put as a document told it, in place of what was there.</summary>
/// <param name="Value">A JSON object as it was submitted.</param>
/// <param name="Version">The version that the document told, or one of the value.</param>
/// <param name="PermissionRead">Who may read it: 0 nobody but the server, 1 the owner, 2 everybody.</param>
/// <param name="PermissionWrite">Who may overwrite and delete it: 0 nobody but the server, 1 the owner.</param>
/// <param name="CreateTime">When it was first written, wherever that was.</param>
/// <param name="UpdateTime">When it was last written.</param>
[EventName("storage_object_imported")]
public sealed record StorageObjectImported(
    [property: Personal("{}")] string Value, [property: Personal] string Version, int PermissionRead, int PermissionWrite, DateTimeOffset CreateTime, DateTimeOffset UpdateTime) : StorageObjectEvent;

/// <summary>The object was deleted.</summary>
[EventName("storage_object_deleted")]
public sealed record StorageObjectDeleted : StorageObjectEvent;
