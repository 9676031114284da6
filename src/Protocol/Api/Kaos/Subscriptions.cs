using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>
/// Have events posted to a URL. <c>from</c>, <c>slices</c>, <c>types</c>, <c>user</c> and <c>personal</c> are as for reading events. Without a <c>secret</c> one is
/// drawn, which the answer shows this once. <c>on_failure</c> is <c>dead_letter</c>, the default, or <c>halt</c>.
/// </summary>
[DataContract]
public sealed class CreateEventSubscriptionRequest
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
    [DataMember(Name = "url", Order = 2)] public string Url { get; set; } = "";
    [DataMember(Name = "from", Order = 3)] public string From { get; set; } = "";
    [DataMember(Name = "slices", Order = 4)] public List<string> Slices { get; set; } = [];
    [DataMember(Name = "types", Order = 5)] public List<string> Types { get; set; } = [];
    [DataMember(Name = "user", Order = 6)] public string User { get; set; } = "";
    [DataMember(Name = "personal", Order = 7)] public bool Personal { get; set; }
    [DataMember(Name = "secret", Order = 8)] public string Secret { get; set; } = "";
    [DataMember(Name = "batch_size", Order = 9)] public int? BatchSize { get; set; }
    [DataMember(Name = "attempts", Order = 10)] public int? Attempts { get; set; }
    [DataMember(Name = "on_failure", Order = 11)] public string OnFailure { get; set; } = "";
}

/// <summary>
/// Change a subscription: all of its terms, which are said anew, and the secret when there is one. Where it is among the events does not change.
/// </summary>
[DataContract]
public sealed class ChangeEventSubscriptionRequest
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
    [DataMember(Name = "url", Order = 2)] public string Url { get; set; } = "";
    [DataMember(Name = "slices", Order = 3)] public List<string> Slices { get; set; } = [];
    [DataMember(Name = "types", Order = 4)] public List<string> Types { get; set; } = [];
    [DataMember(Name = "user", Order = 5)] public string User { get; set; } = "";
    [DataMember(Name = "personal", Order = 6)] public bool Personal { get; set; }
    [DataMember(Name = "secret", Order = 7)] public string Secret { get; set; } = "";
    [DataMember(Name = "batch_size", Order = 8)] public int? BatchSize { get; set; }
    [DataMember(Name = "attempts", Order = 9)] public int? Attempts { get; set; }
    [DataMember(Name = "on_failure", Order = 10)] public string OnFailure { get; set; } = "";
}

/// <summary>Name a subscription.</summary>
[DataContract]
public sealed class EventSubscriptionRequest
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
}

/// <summary>
/// A subscription and how far it has come: <c>state</c> is <c>active</c>, <c>paused</c> or <c>halted</c>; everything up to <c>position</c> is done with;
/// <c>lag_events</c> is how many numbers lie beyond it, wanted or not, and <c>lag_seconds</c> how long ago the first of them was stored.
/// </summary>
[DataContract]
public sealed class EventSubscription
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
    [DataMember(Name = "url", Order = 2)] public string Url { get; set; } = "";
    [DataMember(Name = "slices", Order = 3)] public List<string> Slices { get; set; } = [];
    [DataMember(Name = "types", Order = 4)] public List<string> Types { get; set; } = [];
    [DataMember(Name = "user", Order = 5)] public string User { get; set; } = "";
    [DataMember(Name = "personal", Order = 6)] public bool Personal { get; set; }
    [DataMember(Name = "secret", Order = 7)] public string Secret { get; set; } = "";
    [DataMember(Name = "batch_size", Order = 8)] public int BatchSize { get; set; }
    [DataMember(Name = "attempts", Order = 9)] public int Attempts { get; set; }
    [DataMember(Name = "on_failure", Order = 10)] public string OnFailure { get; set; } = "";
    [DataMember(Name = "state", Order = 11)] public string State { get; set; } = "";
    [DataMember(Name = "position", Order = 12)] public long Position { get; set; }
    [DataMember(Name = "lag_events", Order = 13)] public long LagEvents { get; set; }
    [DataMember(Name = "lag_seconds", Order = 14)] public long LagSeconds { get; set; }
    [DataMember(Name = "failures", Order = 15)] public int Failures { get; set; }
    [DataMember(Name = "last_error", Order = 16)] public string LastError { get; set; } = "";
    [DataMember(Name = "last_error_time", Order = 17)] public DateTimeOffset? LastErrorTime { get; set; }
    [DataMember(Name = "last_success_time", Order = 18)] public DateTimeOffset? LastSuccessTime { get; set; }
    [DataMember(Name = "create_time", Order = 19)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 20)] public DateTimeOffset? UpdateTime { get; set; }
}

/// <summary>All subscriptions, by name.</summary>
[DataContract]
public sealed class EventSubscriptionList
{
    [DataMember(Name = "subscriptions", Order = 1)] public List<EventSubscription> Subscriptions { get; set; } = [];
}

/// <summary>Ask for the batches that a subscription gave up.</summary>
[DataContract]
public sealed class ListDeadLettersRequest
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
    [DataMember(Name = "limit", Order = 2)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 3)] public string Cursor { get; set; } = "";
}

/// <summary>Name a batch that a subscription gave up.</summary>
[DataContract]
public sealed class DeadLetterRequest
{
    [DataMember(Name = "name", Order = 1)] public string Name { get; set; } = "";
    [DataMember(Name = "id", Order = 2)] public string Id { get; set; } = "";
}

/// <summary>A batch that was given up: its events are those that pass the subscription's filters from <c>first</c> to <c>last</c>.</summary>
[DataContract]
public sealed class DeadLetter
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "first", Order = 2)] public long First { get; set; }
    [DataMember(Name = "last", Order = 3)] public long Last { get; set; }
    [DataMember(Name = "event_count", Order = 4)] public int EventCount { get; set; }
    [DataMember(Name = "attempts", Order = 5)] public int Attempts { get; set; }
    [DataMember(Name = "error", Order = 6)] public string Error { get; set; } = "";
    [DataMember(Name = "time", Order = 7)] public DateTimeOffset? Time { get; set; }
}

/// <summary>Batches that a subscription gave up, newest first.</summary>
[DataContract]
public sealed class DeadLetterList
{
    [DataMember(Name = "dead_letters", Order = 1)] public List<DeadLetter> DeadLetters { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}
