using System.Runtime.Serialization;

namespace KaosNet.Protocol.Realtime;

/// <summary>The channel one has joined.</summary>
[DataContract]
public sealed class Channel
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "presences", Order = 2)] public List<UserPresence> Presences { get; set; } = [];
    [DataMember(Name = "self", Order = 3)] public UserPresence? Self { get; set; }
    [DataMember(Name = "room_name", Order = 4)] public string RoomName { get; set; } = "";
    [DataMember(Name = "group_id", Order = 5)] public string GroupId { get; set; } = "";
    [DataMember(Name = "user_id_one", Order = 6)] public string UserIdOne { get; set; } = "";
    [DataMember(Name = "user_id_two", Order = 7)] public string UserIdTwo { get; set; } = "";
}

/// <summary>Join a chat channel. Unset <c>persistence</c> means true, unset <c>hidden</c> false.</summary>
[DataContract]
public sealed class ChannelJoin
{
    [DataMember(Name = "target", Order = 1)] public string Target { get; set; } = "";
    [DataMember(Name = "type", Order = 2)] public int Type { get; set; }
    [DataMember(Name = "persistence", Order = 3)] public bool? Persistence { get; set; }
    [DataMember(Name = "hidden", Order = 4)] public bool? Hidden { get; set; }
}

/// <summary>What kind of channel; 0 counts as a room.</summary>
[DataContract(Name = "ChannelJoin.Type")]
public enum ChannelType
{
    [EnumMember(Value = "TYPE_UNSPECIFIED")] TypeUnspecified = 0,
    [EnumMember(Value = "ROOM")] Room = 1,
    [EnumMember(Value = "DIRECT_MESSAGE")] DirectMessage = 2,
    [EnumMember(Value = "GROUP")] Group = 3,
}

/// <summary>Leave a channel.</summary>
[DataContract]
public sealed class ChannelLeave
{
    [DataMember(Name = "channel_id", Order = 1)] public string ChannelId { get; set; } = "";
}

/// <summary>A message was stored or sent; <c>code</c> is set even when 0.</summary>
[DataContract]
public sealed class ChannelMessageAck
{
    [DataMember(Name = "channel_id", Order = 1)] public string ChannelId { get; set; } = "";
    [DataMember(Name = "message_id", Order = 2)] public string MessageId { get; set; } = "";
    [DataMember(Name = "code", Order = 3)] public int? Code { get; set; }
    [DataMember(Name = "username", Order = 4)] public string Username { get; set; } = "";
    [DataMember(Name = "create_time", Order = 5)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 6)] public DateTimeOffset? UpdateTime { get; set; }
    [DataMember(Name = "persistent", Order = 7)] public bool? Persistent { get; set; }
    [DataMember(Name = "room_name", Order = 8)] public string RoomName { get; set; } = "";
    [DataMember(Name = "group_id", Order = 9)] public string GroupId { get; set; } = "";
    [DataMember(Name = "user_id_one", Order = 10)] public string UserIdOne { get; set; } = "";
    [DataMember(Name = "user_id_two", Order = 11)] public string UserIdTwo { get; set; } = "";
}

/// <summary>Say something. <c>content</c> is the text of a JSON object.</summary>
[DataContract]
public sealed class ChannelMessageSend
{
    [DataMember(Name = "channel_id", Order = 1)] public string ChannelId { get; set; } = "";
    [DataMember(Name = "content", Order = 2)] public string Content { get; set; } = "";
}

/// <summary>Say it differently. <c>content</c> is the text of a JSON object.</summary>
[DataContract]
public sealed class ChannelMessageUpdate
{
    [DataMember(Name = "channel_id", Order = 1)] public string ChannelId { get; set; } = "";
    [DataMember(Name = "message_id", Order = 2)] public string MessageId { get; set; } = "";
    [DataMember(Name = "content", Order = 3)] public string Content { get; set; } = "";
}

/// <summary>Take it back.</summary>
[DataContract]
public sealed class ChannelMessageRemove
{
    [DataMember(Name = "channel_id", Order = 1)] public string ChannelId { get; set; } = "";
    [DataMember(Name = "message_id", Order = 2)] public string MessageId { get; set; } = "";
}

/// <summary>Who came to a channel and who left.</summary>
[DataContract]
public sealed class ChannelPresenceEvent
{
    [DataMember(Name = "channel_id", Order = 1)] public string ChannelId { get; set; } = "";
    [DataMember(Name = "joins", Order = 2)] public List<UserPresence> Joins { get; set; } = [];
    [DataMember(Name = "leaves", Order = 3)] public List<UserPresence> Leaves { get; set; } = [];
    [DataMember(Name = "room_name", Order = 4)] public string RoomName { get; set; } = "";
    [DataMember(Name = "group_id", Order = 5)] public string GroupId { get; set; } = "";
    [DataMember(Name = "user_id_one", Order = 6)] public string UserIdOne { get; set; } = "";
    [DataMember(Name = "user_id_two", Order = 7)] public string UserIdTwo { get; set; } = "";
}
