using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>A call of a server module's function, and its answer: the same shape both ways. <c>payload</c> is free text, usually JSON.</summary>
[DataContract]
public sealed class Rpc
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "payload", Order = 2)] public string Payload { get; set; } = "";
    [DataMember(Name = "http_key", Order = 3)] public string HttpKey { get; set; } = "";
}

/// <summary>Something the game client reports for analysis.</summary>
[DataContract]
public sealed class Event
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
    [DataMember(Name = "properties", Order = 2)] public Dictionary<string, string> Properties { get; set; } = [];
    [DataMember(Name = "timestamp", Order = 3)] public DateTimeOffset? Timestamp { get; set; }
    [DataMember(Name = "external", Order = 4)] public bool External { get; set; }
}
