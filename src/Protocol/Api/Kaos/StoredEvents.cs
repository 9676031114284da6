using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>
/// Ask for events in the order in which they were stored. <c>from</c> is the sequence number to begin with, <c>start</c> (also when empty) or <c>now</c>. All that
/// is given must fit: one of the <c>slice</c>s (the word before the first dash of a stream's key), one of the <c>type</c>s, the <c>user</c> it is of or about.
/// What is personal in events comes with <c>personal</c> alone. Asked for as <c>text/event-stream</c>, the answer goes on for as long as the client listens.
/// </summary>
[DataContract]
public sealed class ListEventsRequest
{
    [DataMember(Name = "from", Order = 1)] public string From { get; set; } = "";
    [DataMember(Name = "slice", Order = 2)] public List<string> Slices { get; set; } = [];
    [DataMember(Name = "type", Order = 3)] public List<string> Types { get; set; } = [];
    [DataMember(Name = "user", Order = 4)] public string User { get; set; } = "";
    [DataMember(Name = "personal", Order = 5)] public bool Personal { get; set; }
    [DataMember(Name = "limit", Order = 6)] public int? Limit { get; set; }
}

/// <summary>
/// Events, which may be none although there are more: go on with <c>next</c> as <c>from</c> until <c>at_end</c>, and then ask again with it for what came meanwhile.
/// </summary>
[DataContract]
public sealed class EventList
{
    [DataMember(Name = "events", Order = 1)] public List<StoredEvent> Events { get; set; } = [];
    [DataMember(Name = "next", Order = 2)] public string Next { get; set; } = "";
    [DataMember(Name = "at_end", Order = 3)] public bool AtEnd { get; set; }

    /// <summary>What was answered, functions of modules having had their say: for the server itself, never sent.</summary>
    [IgnoreDataMember] public ListEventsRequest? Asked { get; set; }
}

/// <summary>
/// One event with all that is known of how it came about. <c>data</c> is its content, a JSON object as text. In a stream of events and in webhooks it is the object
/// itself, and <c>sequence</c> and <c>version</c> are numbers.
/// </summary>
[DataContract]
public sealed class StoredEvent
{
    [DataMember(Name = "sequence", Order = 1)] public long Sequence { get; set; }
    [DataMember(Name = "id", Order = 2)] public string Id { get; set; } = "";
    [DataMember(Name = "stream", Order = 3)] public string Stream { get; set; } = "";
    [DataMember(Name = "slice", Order = 4)] public string Slice { get; set; } = "";
    [DataMember(Name = "version", Order = 5)] public long Version { get; set; }
    [DataMember(Name = "type", Order = 6)] public string Type { get; set; } = "";
    [DataMember(Name = "time", Order = 7)] public DateTimeOffset? Time { get; set; }
    [DataMember(Name = "actor", Order = 8)] public string Actor { get; set; } = "";
    [DataMember(Name = "source", Order = 9)] public string Source { get; set; } = "";
    [DataMember(Name = "operation", Order = 10)] public string Operation { get; set; } = "";
    [DataMember(Name = "correlation", Order = 11)] public string Correlation { get; set; } = "";
    [DataMember(Name = "cause", Order = 12)] public string Cause { get; set; } = "";
    [DataMember(Name = "users", Order = 13)] public List<string> Users { get; set; } = [];
    [DataMember(Name = "data", Order = 14)] public string Data { get; set; } = "";
}
