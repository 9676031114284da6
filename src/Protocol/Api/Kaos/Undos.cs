using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api.Kaos;

/// <summary>
/// Ask what undoing would change and what not; nothing is changed. One of: <c>event</c>, the place of one event among all; <c>action</c>, the place of an event whose whole
/// request is meant; <c>request</c>, a request's id; <c>undo_id</c>, another undo; <c>actor</c> with <c>since</c>, and <c>source</c> (client, script, console, server, system) and
/// <c>until</c> if wanted.
/// </summary>
[DataContract]
public sealed class PreviewUndoRequest
{
    [DataMember(Name = "event", Order = 1)] public long? Event { get; set; }
    [DataMember(Name = "action", Order = 2)] public long? Action { get; set; }
    [DataMember(Name = "request", Order = 3)] public string Request { get; set; } = "";
    [DataMember(Name = "undo_id", Order = 4)] public string UndoId { get; set; } = "";
    [DataMember(Name = "actor", Order = 5)] public string Actor { get; set; } = "";
    [DataMember(Name = "source", Order = 6)] public string Source { get; set; } = "";
    [DataMember(Name = "since", Order = 7)] public DateTimeOffset? Since { get; set; }
    [DataMember(Name = "until", Order = 8)] public DateTimeOffset? Until { get; set; }
}

/// <summary>
/// Undo what a preview showed, with who decided it and why. With a preview's <c>token</c> nothing is done when it would be something else by now; with <c>all_or_nothing</c> nothing is when
/// any of it cannot be undone.
/// </summary>
[DataContract]
public sealed class UndoRequest
{
    [DataMember(Name = "event", Order = 1)] public long? Event { get; set; }
    [DataMember(Name = "action", Order = 2)] public long? Action { get; set; }
    [DataMember(Name = "request", Order = 3)] public string Request { get; set; } = "";
    [DataMember(Name = "undo_id", Order = 4)] public string UndoId { get; set; } = "";
    [DataMember(Name = "actor", Order = 5)] public string Actor { get; set; } = "";
    [DataMember(Name = "source", Order = 6)] public string Source { get; set; } = "";
    [DataMember(Name = "since", Order = 7)] public DateTimeOffset? Since { get; set; }
    [DataMember(Name = "until", Order = 8)] public DateTimeOffset? Until { get; set; }
    [DataMember(Name = "author", Order = 9)] public string Author { get; set; } = "";
    [DataMember(Name = "reason", Order = 10)] public string Reason { get; set; } = "";
    [DataMember(Name = "all_or_nothing", Order = 11)] public bool AllOrNothing { get; set; }
    [DataMember(Name = "token", Order = 12)] public string Token { get; set; } = "";
}

/// <summary>
/// An undo: what was asked for, why and by whom, how far it has come (<c>underway</c>, <c>done</c>), the events that it undid, the newest first, and those that it did not, with the
/// reason. A preview has no id and a <c>token</c>. The cursor goes on to more events.
/// </summary>
[DataContract]
public sealed class Undo
{
    [DataMember(Name = "id", Order = 1)] public string Id { get; set; } = "";
    [DataMember(Name = "author", Order = 2)] public string Author { get; set; } = "";
    [DataMember(Name = "reason", Order = 3)] public string Reason { get; set; } = "";
    [DataMember(Name = "event", Order = 4)] public long? Event { get; set; }
    [DataMember(Name = "action", Order = 5)] public long? Action { get; set; }
    [DataMember(Name = "request", Order = 6)] public string Request { get; set; } = "";
    [DataMember(Name = "undo_id", Order = 7)] public string UndoId { get; set; } = "";
    [DataMember(Name = "actor", Order = 8)] public string Actor { get; set; } = "";
    [DataMember(Name = "source", Order = 9)] public string Source { get; set; } = "";
    [DataMember(Name = "since", Order = 10)] public DateTimeOffset? Since { get; set; }
    [DataMember(Name = "until", Order = 11)] public DateTimeOffset? Until { get; set; }
    [DataMember(Name = "stage", Order = 12)] public string Stage { get; set; } = "";
    [DataMember(Name = "create_time", Order = 13)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "event_count", Order = 14)] public int EventCount { get; set; }
    [DataMember(Name = "undone_count", Order = 15)] public int UndoneCount { get; set; }
    [DataMember(Name = "kept_count", Order = 16)] public int KeptCount { get; set; }
    [DataMember(Name = "undone_by", Order = 17)] public string UndoneBy { get; set; } = "";
    [DataMember(Name = "token", Order = 18)] public string Token { get; set; } = "";
    [DataMember(Name = "undone", Order = 19)] public List<UndoneEvent> Undone { get; set; } = [];
    [DataMember(Name = "kept", Order = 20)] public List<KeptEvent> Kept { get; set; } = [];
    [DataMember(Name = "cursor", Order = 21)] public string Cursor { get; set; } = "";
}

/// <summary>An event that is undone, by its place among all events, its stream and its place there, with what changes; the changes are only shown when it is previewed or done.</summary>
[DataContract]
public sealed class UndoneEvent
{
    [DataMember(Name = "sequence", Order = 1)] public long Sequence { get; set; }
    [DataMember(Name = "stream", Order = 2)] public string Stream { get; set; } = "";
    [DataMember(Name = "version", Order = 3)] public long Version { get; set; }
    [DataMember(Name = "name", Order = 4)] public string Name { get; set; } = "";
    [DataMember(Name = "changes", Order = 5)] public List<UndoneChange> Changes { get; set; } = [];
}

/// <summary>One thing that changes: as it was before the event, as it is, and as it will be; texts of at most 200 characters, empty for nothing.</summary>
[DataContract]
public sealed class UndoneChange
{
    [DataMember(Name = "field", Order = 1)] public string Field { get; set; } = "";
    [DataMember(Name = "before", Order = 2)] public string Before { get; set; } = "";
    [DataMember(Name = "now", Order = 3)] public string Now { get; set; } = "";
    [DataMember(Name = "then", Order = 4)] public string Then { get; set; } = "";
}

/// <summary>An event that is not undone, or not all of it, and why: with what came later, where that is in the way.</summary>
[DataContract]
public sealed class KeptEvent
{
    [DataMember(Name = "sequence", Order = 1)] public long Sequence { get; set; }
    [DataMember(Name = "stream", Order = 2)] public string Stream { get; set; } = "";
    [DataMember(Name = "version", Order = 3)] public long Version { get; set; }
    [DataMember(Name = "name", Order = 4)] public string Name { get; set; } = "";
    [DataMember(Name = "reason", Order = 5)] public string Reason { get; set; } = "";
}

/// <summary>Ask for an undo and a page of the events that it looked at.</summary>
[DataContract]
public sealed class GetUndoRequest
{
    [DataMember(Name = "undo_id", Order = 1)] public string UndoId { get; set; } = "";
    [DataMember(Name = "limit", Order = 2)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 3)] public string Cursor { get; set; } = "";
}

/// <summary>Ask for a page of all undos, newest first.</summary>
[DataContract]
public sealed class ListUndosRequest
{
    [DataMember(Name = "limit", Order = 1)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}

/// <summary>A page of undos, without their events.</summary>
[DataContract]
public sealed class UndoList
{
    [DataMember(Name = "undos", Order = 1)] public List<Undo> Undos { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}
