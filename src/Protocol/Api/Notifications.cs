using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>Something the game tells a player. <c>content</c> is JSON text; negative codes are the server's own.</summary>
[DataContract]
public sealed class Notification
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "subject", Order = 2)] public string Subject { get; set; } = "";
    [DataMember(Name = "content", Order = 3)] public string Content { get; set; } = "";
    [DataMember(Name = "code", Order = 4)] public int Code { get; set; }
    [DataMember(Name = "sender_id", Order = 5)] public string SenderId { get; set; } = "";
    [DataMember(Name = "create_time", Order = 6)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "persistent", Order = 7)] public bool Persistent { get; set; }
}

/// <summary>A page of notifications and the cursor from which to ask for newer ones.</summary>
[DataContract]
public sealed class NotificationList
{
    [DataMember(Name = "notifications", Order = 1)] public List<Notification> Notifications { get; set; } = [];
    [DataMember(Name = "cacheable_cursor", Order = 2)] public string CacheableCursor { get; set; } = "";
}

/// <summary>Ask for notifications, newer than the cursor if one is given.</summary>
[DataContract]
public sealed class ListNotificationsRequest
{
    [DataMember(Name = "limit", Order = 1)] public int? Limit { get; set; }
    [DataMember(Name = "cacheable_cursor", Order = 2)] public string CacheableCursor { get; set; } = "";
}

/// <summary>Throw notifications away.</summary>
[DataContract]
public sealed class DeleteNotificationsRequest
{
    [DataMember(Name = "ids", Order = 1)] public List<string> Ids { get; set; } = [];
}
