using System.Runtime.Serialization;

namespace KaosNet.Protocol.Realtime;

/// <summary>The address of a stream: mode, subject, subcontext and label.</summary>
[DataContract(Name = "Stream")]
public sealed class RealtimeStream
{
    [DataMember(Name = "mode", Order = 1)] public int Mode { get; set; }
    [DataMember(Name = "subject", Order = 2)] public string Subject { get; set; } = "";
    [DataMember(Name = "subcontext", Order = 3)] public string Subcontext { get; set; } = "";
    [DataMember(Name = "label", Order = 4)] public string Label { get; set; } = "";
}

/// <summary>Text that a server module sent to a stream's members; plain, not base64.</summary>
[DataContract]
public sealed class StreamData
{
    [DataMember(Name = "stream", Order = 1)] public RealtimeStream? Stream { get; set; }
    [DataMember(Name = "sender", Order = 2)] public UserPresence? Sender { get; set; }
    [DataMember(Name = "data", Order = 3)] public string Data { get; set; } = "";
    [DataMember(Name = "reliable", Order = 4)] public bool Reliable { get; set; }
}

/// <summary>Who came to a stream and who left.</summary>
[DataContract]
public sealed class StreamPresenceEvent
{
    [DataMember(Name = "stream", Order = 1)] public RealtimeStream? Stream { get; set; }
    [DataMember(Name = "joins", Order = 2)] public List<UserPresence> Joins { get; set; } = [];
    [DataMember(Name = "leaves", Order = 3)] public List<UserPresence> Leaves { get; set; } = [];
}
