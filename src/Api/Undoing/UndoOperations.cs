using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Undoing;
using KaosNet.Projections.Undoing;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Undoing;

/// <summary>Operators undo what was done, or look at what undoing would change; of ours. What is more than one commit takes is underway when it is answered.</summary>
public static class UndoOperations
{
    public static readonly Operation Preview = Operation
        .Named("PreviewUndo", "Show what undoing would change and what it cannot.")
        .Post("/v2/kaos/undo/preview")
        .ForServers<Kaos.PreviewUndoRequest, Kaos.Undo>(HandlePreview);

    public static readonly Operation Execute = Operation
        .Named("Undo", "Undo an action, or everything that an actor did in a span of time.")
        .Post("/v2/kaos/undo")
        .ForServers<Kaos.UndoRequest, Kaos.Undo>(HandleExecute);

    public static readonly Operation Get = Operation
        .Named("GetUndo", "Show an undo and the events that it undid.")
        .Get("/v2/kaos/undo/{undo_id}")
        .ForServers<Kaos.GetUndoRequest, Kaos.Undo>(HandleGet);

    public static readonly Operation List = Operation
        .Named("ListUndos", "List undos, newest first.")
        .Get("/v2/kaos/undo")
        .ForServers<Kaos.ListUndosRequest, Kaos.UndoList>(HandleList);

    static async ValueTask<Answer<Kaos.Undo>> HandlePreview(Kaos.PreviewUndoRequest request, OperationCall call)
    {
        if (!UndoMessages.SelectionOf(request).IsGranted(out var selection, out var flaw)) return flaw;
        var answer = await call.Get<Undos>().Preview(new("", "", selection), call.Aborted);
        if (!answer.IsGranted(out var outcome, out var fault)) return fault;
        var message = UndoMessages.Of(outcome);
        (message.Id, message.Stage, message.CreateTime) = ("", "", null);
        return message;
    }

    static async ValueTask<Answer<Kaos.Undo>> HandleExecute(Kaos.UndoRequest request, OperationCall call)
    {
        if (!UndoMessages.SelectionOf(request).IsGranted(out var selection, out var flaw)) return flaw;
        var order = new UndoOrder(request.Author, request.Reason, selection) { IsAllOrNothing = request.AllOrNothing, Token = request.Token };
        var answer = await call.Get<Undos>().Execute(order, call.Caller, call.Aborted);
        return answer.IsGranted(out var outcome, out var fault) ? UndoMessages.Of(outcome) : fault;
    }

    static async ValueTask<Answer<Kaos.Undo>> HandleGet(Kaos.GetUndoRequest request, OperationCall call)
    {
        if (!Uuids.TryRead(request.UndoId, out var id)) return UndoFaults.InvalidId;
        var answer = await call.Get<UndoLists>().Find(id, request.Limit ?? UndoLimits.PageMax, request.Cursor, call.Aborted);
        return answer.IsGranted(out var details, out var fault) ? UndoMessages.Of(details) : fault;
    }

    static async ValueTask<Answer<Kaos.UndoList>> HandleList(Kaos.ListUndosRequest request, OperationCall call)
    {
        var answer = await call.Get<UndoLists>().Page(request.Limit ?? UndoLimits.PageMax, request.Cursor, call.Aborted);
        return answer.IsGranted(out var page, out var fault)
            ? new Kaos.UndoList { Undos = [.. page.Undos.Select(UndoMessages.Of)], Cursor = page.Cursor }
            : fault;
    }
}
