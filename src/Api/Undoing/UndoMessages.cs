using KaosNet.Domain.Kernel;
using KaosNet.Domain.Undoing;
using KaosNet.Projections.Undoing;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Undoing;

/// <summary>Undos in the wire's words.</summary>
static class UndoMessages
{
    /// <summary>What a request means; its id of an undo may be spelled as clients do.</summary>
    public static Answer<UndoSelection> SelectionOf(Kaos.PreviewUndoRequest request)
    {
        string? undo = null;
        if (request.UndoId.Length > 0)
        {
            if (!Uuids.TryRead(request.UndoId, out var id)) return UndoFaults.InvalidId;
            undo = id.ToString();
        }

        return new UndoSelection
        {
            Event = request.Event,
            Action = request.Action,
            Request = TextOf(request.Request),
            Undo = undo,
            Actor = TextOf(request.Actor),
            Source = TextOf(request.Source),
            Since = request.Since,
            Until = request.Until,
        };
    }

    /// <inheritdoc cref="SelectionOf(Kaos.PreviewUndoRequest)"/>
    public static Answer<UndoSelection> SelectionOf(Kaos.UndoRequest request) => SelectionOf(new Kaos.PreviewUndoRequest
    {
        Event = request.Event,
        Action = request.Action,
        Request = request.Request,
        UndoId = request.UndoId,
        Actor = request.Actor,
        Source = request.Source,
        Since = request.Since,
        Until = request.Until,
    });

    public static Kaos.Undo Of(Undo undo) => new()
    {
        Id = undo.Id,
        Author = undo.Author,
        Reason = undo.Reason,
        Event = undo.Selection.Event,
        Action = undo.Selection.Action,
        Request = undo.Selection.Request ?? "",
        UndoId = undo.Selection.Undo ?? "",
        Actor = undo.Selection.Actor ?? "",
        Source = undo.Selection.Source ?? "",
        Since = undo.Selection.Since,
        Until = undo.Selection.Until,
        Stage = undo.IsDone ? "done" : "underway",
        CreateTime = undo.CreateTime,
        EventCount = undo.Events,
        UndoneCount = undo.Undone,
        KeptCount = undo.Kept,
        UndoneBy = undo.UndoneBy ?? "",
    };

    /// <summary>With what the first step does.</summary>
    public static Kaos.Undo Of(UndoOutcome outcome)
    {
        var message = Of(outcome.Undo);
        message.Token = outcome.Token;
        message.Undone = [.. outcome.Plan.Changes.Select(Of)];
        message.Kept = [.. outcome.Plan.Kept.Select(kept => new Kaos.KeptEvent
        {
            Sequence = kept.Past.Sequence,
            Stream = kept.Past.Stream.Key,
            Version = kept.Past.Version,
            Name = EventCatalogue.NameOf(kept.Past.Event.GetType()),
            Reason = kept.Text,
        })];
        return message;
    }

    public static Kaos.Undo Of(UndoDetails details)
    {
        var message = Of(details.Undo);
        message.Undone = [.. details.Undone.Select(one => new Kaos.UndoneEvent { Sequence = one.Sequence, Stream = one.Stream, Version = one.Version, Name = one.Name })];
        message.Kept = [.. details.Kept.Select(one => new Kaos.KeptEvent { Sequence = one.Sequence, Stream = one.Stream, Version = one.Version, Name = one.Name, Reason = one.Reason })];
        message.Cursor = details.Cursor;
        return message;
    }

    static Kaos.UndoneEvent Of(PlannedChange change) => new()
    {
        Sequence = change.Past.Sequence,
        Stream = change.Past.Stream.Key,
        Version = change.Past.Version,
        Name = EventCatalogue.NameOf(change.Past.Event.GetType()),
        Changes = [.. change.Differences.Select(one => new Kaos.UndoneChange { Field = one.Field, Before = one.Before ?? "", Now = one.Now ?? "", Then = one.Then ?? "" })],
    };

    static string? TextOf(string text) => text.Length == 0 ? null : text;
}
