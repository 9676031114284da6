using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>Forget a person for good: the account and all that it owns, and everything that was ever written of it. With <c>dry_run</c> nothing is changed.</summary>
[DataContract]
public sealed class ForgetUserRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "author", Order = 2)] public string Author { get; set; } = "";
    [DataMember(Name = "reason", Order = 3)] public string Reason { get; set; } = "";
    [DataMember(Name = "dry_run", Order = 4)] public bool DryRun { get; set; }
}

/// <summary>Ask for the proof that a person was forgotten.</summary>
[DataContract]
public sealed class GetForgottenUserRequest
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
}

/// <summary>
/// A person who is forgotten: who ordered it, why and when, and what was done; without <c>forget_time</c> it is still being done. The fingerprint is the SHA-256 of
/// the key that was destroyed. A dry run tells what is there, by kind of stream and by table.
/// </summary>
[DataContract]
public sealed class ForgottenUser
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "author", Order = 2)] public string Author { get; set; } = "";
    [DataMember(Name = "reason", Order = 3)] public string Reason { get; set; } = "";
    [DataMember(Name = "order_time", Order = 4)] public DateTimeOffset? OrderTime { get; set; }
    [DataMember(Name = "forget_time", Order = 5)] public DateTimeOffset? ForgetTime { get; set; }
    [DataMember(Name = "key_fingerprint", Order = 6)] public string KeyFingerprint { get; set; } = "";
    [DataMember(Name = "stream_count", Order = 7)] public long StreamCount { get; set; }
    [DataMember(Name = "event_count", Order = 8)] public long EventCount { get; set; }
    [DataMember(Name = "rewritten", Order = 9)] public List<RewrittenTable> Rewritten { get; set; } = [];
    [DataMember(Name = "snapshot_count", Order = 10)] public long SnapshotCount { get; set; }
    [DataMember(Name = "dry_run", Order = 11)] public bool DryRun { get; set; }
    [DataMember(Name = "kinds", Order = 12)] public List<SealedStreams> Kinds { get; set; } = [];
}

/// <summary>How many rows of a table showed the person.</summary>
[DataContract]
public sealed class RewrittenTable
{
    [DataMember(Name = "table", Order = 1)] public string Table { get; set; } = "";
    [DataMember(Name = "row_count", Order = 2)] public long RowCount { get; set; }
}

/// <summary>How much of one kind of stream is sealed for the person, and how much of that for others too, who lose it as well.</summary>
[DataContract]
public sealed class SealedStreams
{
    [DataMember(Name = "kind", Order = 1)] public string Kind { get; set; } = "";
    [DataMember(Name = "stream_count", Order = 2)] public long StreamCount { get; set; }
    [DataMember(Name = "event_count", Order = 3)] public long EventCount { get; set; }
    [DataMember(Name = "shared_event_count", Order = 4)] public long SharedEventCount { get; set; }
}
