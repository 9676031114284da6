using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>A stored object: JSON text under collection, key and owner, with its version.</summary>
[DataContract]
public sealed class StorageObject
{
    [DataMember(Name = "collection", Order = 1)] public string Collection { get; set; } = "";
    [DataMember(Name = "key", Order = 2)] public string Key { get; set; } = "";
    [DataMember(Name = "user_id", Order = 3)] public string UserId { get; set; } = "";
    [DataMember(Name = "value", Order = 4)] public string Value { get; set; } = "";
    [DataMember(Name = "version", Order = 5)] public string Version { get; set; } = "";
    [DataMember(Name = "permission_read", Order = 6)] public int PermissionRead { get; set; }
    [DataMember(Name = "permission_write", Order = 7)] public int PermissionWrite { get; set; }
    [DataMember(Name = "create_time", Order = 8)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 9)] public DateTimeOffset? UpdateTime { get; set; }
}

/// <summary>The objects found.</summary>
[DataContract]
public sealed class StorageObjects
{
    [DataMember(Name = "objects", Order = 1)] public List<StorageObject> Objects { get; set; } = [];
}

/// <summary>A page of a collection.</summary>
[DataContract]
public sealed class StorageObjectList
{
    [DataMember(Name = "objects", Order = 1)] public List<StorageObject> Objects { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A write's receipt: the version to send with the next one.</summary>
[DataContract]
public sealed class StorageObjectAck
{
    [DataMember(Name = "collection", Order = 1)] public string Collection { get; set; } = "";
    [DataMember(Name = "key", Order = 2)] public string Key { get; set; } = "";
    [DataMember(Name = "version", Order = 3)] public string Version { get; set; } = "";
    [DataMember(Name = "user_id", Order = 4)] public string UserId { get; set; } = "";
    [DataMember(Name = "create_time", Order = 5)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 6)] public DateTimeOffset? UpdateTime { get; set; }
}

/// <summary>The receipts, in the order of the writes.</summary>
[DataContract]
public sealed class StorageObjectAcks
{
    [DataMember(Name = "acks", Order = 1)] public List<StorageObjectAck> Acks { get; set; } = [];
}

/// <summary>Which object to read.</summary>
[DataContract]
public sealed class ReadStorageObjectId
{
    [DataMember(Name = "collection", Order = 1)] public string Collection { get; set; } = "";
    [DataMember(Name = "key", Order = 2)] public string Key { get; set; } = "";
    [DataMember(Name = "user_id", Order = 3)] public string UserId { get; set; } = "";
}

/// <summary>Read objects by key.</summary>
[DataContract]
public sealed class ReadStorageObjectsRequest
{
    [DataMember(Name = "object_ids", Order = 1)] public List<ReadStorageObjectId> ObjectIds { get; set; } = [];
}

/// <summary>An object to write. Unset permissions mean owner read (1) and owner write (1).</summary>
[DataContract]
public sealed class WriteStorageObject
{
    [DataMember(Name = "collection", Order = 1)] public string Collection { get; set; } = "";
    [DataMember(Name = "key", Order = 2)] public string Key { get; set; } = "";
    [DataMember(Name = "value", Order = 3)] public string Value { get; set; } = "";
    [DataMember(Name = "version", Order = 4)] public string Version { get; set; } = "";
    [DataMember(Name = "permission_read", Order = 5)] public int? PermissionRead { get; set; }
    [DataMember(Name = "permission_write", Order = 6)] public int? PermissionWrite { get; set; }
}

/// <summary>Write objects, all or none.</summary>
[DataContract]
public sealed class WriteStorageObjectsRequest
{
    [DataMember(Name = "objects", Order = 1)] public List<WriteStorageObject> Objects { get; set; } = [];
}

/// <summary>Which object to delete, and in which version if that matters.</summary>
[DataContract]
public sealed class DeleteStorageObjectId
{
    [DataMember(Name = "collection", Order = 1)] public string Collection { get; set; } = "";
    [DataMember(Name = "key", Order = 2)] public string Key { get; set; } = "";
    [DataMember(Name = "version", Order = 3)] public string Version { get; set; } = "";
}

/// <summary>Delete objects, all or none.</summary>
[DataContract]
public sealed class DeleteStorageObjectsRequest
{
    [DataMember(Name = "object_ids", Order = 1)] public List<DeleteStorageObjectId> ObjectIds { get; set; } = [];
}

/// <summary>Ask for a page of a collection, of one owner or of what is public.</summary>
[DataContract]
public sealed class ListStorageObjectsRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "collection", Order = 2)] public string Collection { get; set; } = "";
    [DataMember(Name = "limit", Order = 3)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 4)] public string Cursor { get; set; } = "";
}
