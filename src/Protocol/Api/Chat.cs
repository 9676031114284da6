using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>A line of chat, or a group's notice of who came and went (by <c>code</c>, set even when 0). <c>content</c> is JSON text.</summary>
[DataContract]
public sealed class ChannelMessage
{
    [DataMember(Name = "channel_id", Order = 1)] public string ChannelId { get; set; } = "";
    [DataMember(Name = "message_id", Order = 2)] public string MessageId { get; set; } = "";
    [DataMember(Name = "code", Order = 3)] public int? Code { get; set; }
    [DataMember(Name = "sender_id", Order = 4)] public string SenderId { get; set; } = "";
    [DataMember(Name = "username", Order = 5)] public string Username { get; set; } = "";
    [DataMember(Name = "content", Order = 6)] public string Content { get; set; } = "";
    [DataMember(Name = "create_time", Order = 7)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 8)] public DateTimeOffset? UpdateTime { get; set; }
    [DataMember(Name = "persistent", Order = 9)] public bool? Persistent { get; set; }
    [DataMember(Name = "room_name", Order = 10)] public string RoomName { get; set; } = "";
    [DataMember(Name = "group_id", Order = 11)] public string GroupId { get; set; } = "";
    [DataMember(Name = "user_id_one", Order = 12)] public string UserIdOne { get; set; } = "";
    [DataMember(Name = "user_id_two", Order = 13)] public string UserIdTwo { get; set; } = "";
}

/// <summary>A page of a channel's history.</summary>
[DataContract]
public sealed class ChannelMessageList
{
    [DataMember(Name = "messages", Order = 1)] public List<ChannelMessage> Messages { get; set; } = [];
    [DataMember(Name = "next_cursor", Order = 2)] public string NextCursor { get; set; } = "";
    [DataMember(Name = "prev_cursor", Order = 3)] public string PrevCursor { get; set; } = "";
    [DataMember(Name = "cacheable_cursor", Order = 4)] public string CacheableCursor { get; set; } = "";
}

/// <summary>Ask for a page of a channel's history.</summary>
[DataContract]
public sealed class ListChannelMessagesRequest
{
    [DataMember(Name = "channel_id", Order = 1)] public string ChannelId { get; set; } = "";
    [DataMember(Name = "limit", Order = 2)] public int? Limit { get; set; }
    [DataMember(Name = "forward", Order = 3)] public bool? Forward { get; set; }
    [DataMember(Name = "cursor", Order = 4)] public string Cursor { get; set; } = "";
}
