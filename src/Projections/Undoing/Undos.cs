using KaosNet.Domain.Kernel;
using KaosNet.Domain.Undoing;
using KaosNet.Store.Journal.Transactions;

namespace KaosNet.Projections.Undoing;

/// <summary>What an undo comes to.</summary>
/// <param name="Undo">The undo, or what it would be.</param>
/// <param name="Plan">What its first step does.</param>
/// <param name="Token">Names exactly that; see <see cref="UndoOrder.Token"/>.</param>
/// <param name="IsMore">There are more events than one step takes.</param>
public sealed record UndoOutcome(Undo Undo, UndoPlan Plan, string Token, bool IsMore);

/// <summary>
/// Undoes: finds the events, works out what puts back what they changed and commits it. What fits goes in one commit; of more, the newest go with the order, and
/// <see cref="Finish"/> takes it further step by step, which <see cref="UndoFeedHandler"/> sees to on one of the servers. The one way for operations and the command line.
/// </summary>
public sealed class Undos(UndoSearch search, UndoWork work, UndoLists lists, TransactionRunner transactions, TimeProvider time)
{
    /// <summary>Streams that move while an undo is worked out, it is worked out again so often; it takes a moment only.</summary>
    const int AttemptsMax = 12;

    /// <summary>Steps of one undo: more than there can be.</summary>
    const int StepsMax = 2 * UndoLimits.EventsMax;

    static readonly Fault Again = new(FaultCode.Aborted, "The streams moved while the undo was worked out; try again.");

    /// <summary>What would be undone; nothing is changed.</summary>
    public async ValueTask<Answer<UndoOutcome>> Preview(UndoOrder order, CancellationToken cancel = default)
    {
        if (order.Selection.Flaw() is { } flaw) return flaw;
        var id = NewId();
        var horizon = await search.Horizon(cancel);
        if (!(await search.Find(order.Selection, horizon, cancel)).IsGranted(out var places, out var fault)) return fault;
        if (places.Count == 0) return UndoFaults.NothingFits;
        if (!(await work.Next(id, order.Author, order.Reason, places, 0, cancel)).IsGranted(out var step, out fault)) return fault;
        var now = time.GetUtcNow();
        var ordered = Undo.Kind.Evolve(Undo.Kind.Initial(""), new UndoOrdered(order.Author, order.Reason, order.Selection, horizon, places.Count), now);
        return new UndoOutcome((Undo)Undo.Kind.Evolve(ordered, step.Advanced, now), step.Plan, step.TokenOf(order.Selection), !step.IsLast);
    }

    /// <summary>Undoes. What is more than one commit takes is underway when this answers.</summary>
    public async ValueTask<Answer<UndoOutcome>> Execute(UndoOrder order, Caller caller, CancellationToken cancel = default)
    {
        if ((order.Selection.Flaw() ?? OrderUndo.FlawOf(order.Author, order.Reason)) is { } flaw) return flaw;
        var id = NewId();
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var answer = await transactions.Run(token => Begin(id, order, caller, token), cancel);
            if (answer.Fault != Again) return answer;
        }

        return Again;
    }

    /// <summary>Takes an undo to its end, step by step. One that is at its end stays as it is.</summary>
    public async ValueTask<Answer<Undo>> Finish(string id, Caller caller, CancellationToken cancel = default)
    {
        IReadOnlyList<long>? places = null;
        for (var step = 0; step < StepsMax; step++)
        {
            // From the table, since this server's Journal may remember what another server has taken further.
            if (await lists.Find(Guid.Parse(id), cancel) is not { } known) return UndoFaults.NotFound;
            if (known.IsDone) return known;
            if (places is null && !(await search.Find(known.Selection, known.Horizon, cancel)).IsGranted(out places, out var lost)) return lost;
            var answer = await transactions.Run(token => Advance(known, places!, caller, token), cancel);
            if (answer.Fault is { } fault && fault != Again && fault != UndoFaults.StepTaken) return fault;
        }

        return Fault.Internal($"Undo {id} does not come to an end.");
    }

    async ValueTask<Answer<UndoOutcome>> Begin(string id, UndoOrder order, Caller caller, CancellationToken cancel)
    {
        var horizon = await search.Horizon(cancel);
        if (!(await search.Find(order.Selection, horizon, cancel)).IsGranted(out var places, out var fault)) return fault;
        if (places.Count == 0) return UndoFaults.NothingFits;
        if (order.IsAllOrNothing && places.Count > UndoLimits.EventsAtOnce) return UndoFaults.TooManyForAll;
        if (!(await work.Next(id, order.Author, order.Reason, places, 0, cancel)).IsGranted(out var step, out fault)) return fault;
        var token = step.TokenOf(order.Selection);
        if (order.Token.Length > 0 && order.Token != token) return UndoFaults.Moved;
        if (order.IsAllOrNothing && (!step.IsLast || step.Plan.Kept.Count > 0)) return With(UndoFaults.NotAll, step.Plan);
        if (step.IsLast && step.Plan.Changes.Count == 0) return With(UndoFaults.NothingUndone, step.Plan);

        var by = UndoWork.CallerOf(id, order.Author, caller.Operation, caller.Correlation);
        var ordered = new UndoOrdered(order.Author, order.Reason, order.Selection, horizon, places.Count);
        if ((await Transaction.Execute(new OrderUndo(id, ordered), by, cancel)).Fault is { } refused) return refused;
        return (await Commit(id, 1, order.Selection, step, by, cancel)).IsGranted(out var undo, out fault)
            ? new UndoOutcome(undo, step.Plan, token, !step.IsLast)
            : fault;
    }

    async ValueTask<Answer<Undo>> Advance(Undo known, IReadOnlyList<long> places, Caller caller, CancellationToken cancel)
    {
        if (!(await work.Next(known.Id, known.Author, known.Reason, places, (int)known.Position, cancel)).IsGranted(out var step, out var fault)) return fault;
        return await Commit(known.Id, known.Version, known.Selection, step, UndoWork.CallerOf(known.Id, known.Author, caller.Operation, caller.Correlation), cancel);
    }

    static async ValueTask<Answer<Undo>> Commit(string id, long version, UndoSelection selection, UndoStep step, Caller by, CancellationToken cancel)
    {
        if (!await Transaction.Expect(step.Versions, cancel)) return Again;
        var answer = await Transaction.Execute(new AdvanceUndo(id, version, step.Advanced, [.. step.Plan.Events]), by, cancel);
        if (answer.Fault is null && step.IsLast && selection.Undo is { } undone
            && (await Transaction.Execute(new MarkUndone(undone, id), by, cancel)).Fault is { } refused) return refused;
        return answer;
    }

    static Fault With(Fault fault, UndoPlan plan) => plan.Kept is [var first, ..]
        ? fault with { Message = $"{fault.Message} Event {first.Past.Sequence} of {first.Past.Stream.Key} stays: {first.Text}." }
        : fault;

    static JournalTransaction Transaction => JournalTransaction.Current!;

    string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString();
}
