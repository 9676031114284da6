using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;

namespace KaosNet.Domain.Undoing;

/// <summary>Something is to be undone: the order is kept first, and steps follow, in the same commit where one is enough.</summary>
/// <param name="Id">The undo's new id; a lower-case UUID.</param>
/// <param name="Ordered">Who decided what, and why.</param>
public sealed record OrderUndo(string Id, UndoOrdered Ordered) : StreamCommand<Undo, Undo>
{
    public override StreamRef<Undo> Stream { get; } = Undo.Kind.Of(Id);

    /// <summary>What is wrong with who wants it and why, or null.</summary>
    public static Fault? FlawOf(string author, string reason)
    {
        if (!DisqualificationCriteria.IsText(author, UndoLimits.AuthorLengthMax)) return UndoFaults.InvalidAuthor;
        return DisqualificationCriteria.IsText(reason, UndoLimits.ReasonLengthMax) ? null : UndoFaults.InvalidReason;
    }

    protected override Decision<Undo> Decide(Undo state, DecisionContext context)
    {
        if (state.Exists) return Decision.Granted(state);
        if ((FlawOf(Ordered.Author, Ordered.Reason) ?? Ordered.Selection.Flaw()) is { } flaw) return flaw;
        return Decision.Granted((Undo)Undo.Kind.Evolve(state, Ordered, context.Now)).Append(Stream, Ordered);
    }
}

/// <summary>
/// A step of an undo: the events that were worked out are appended. It only holds for streams that are still as they were then, which the transaction that it is part
/// of sees to.
/// </summary>
/// <param name="Id">The undo.</param>
/// <param name="Version">How many events its stream holds; two servers that are at it do not both take the step.</param>
/// <param name="Advanced">What the step does.</param>
/// <param name="Events">The events that undo.</param>
public sealed record AdvanceUndo(string Id, long Version, UndoAdvanced Advanced, IReadOnlyList<StreamEvent> Events) : Command<Undo>
{
    StreamRef<Undo> Stream { get; } = Undo.Kind.Of(Id);

    public override IReadOnlyList<StreamRef> Streams { get; } =
        [Undo.Kind.Of(Id), .. Events.Where(one => !one.Stream.IsNew).Select(one => one.Stream).Distinct()];

    public override Fault? OnTaken(string uniqueIndex) => UndoFaults.NameTaken;

    public override Decision<Undo> Decide(StreamStates states, DecisionContext context)
    {
        var state = states.Of(Stream);
        if (!state.Exists) return UndoFaults.NotFound;
        if (state.Version != Version || state.IsDone) return UndoFaults.StepTaken;
        var decision = Decision.Granted((Undo)Undo.Kind.Evolve(state, Advanced, context.Now));
        foreach (var (stream, happened) in Events) decision.Append(stream, happened);
        return decision.Append(Stream, Advanced);
    }
}

/// <summary>An undo is marked as undone by another one; part of the last step of that.</summary>
/// <param name="Id">The undo that was undone.</param>
/// <param name="By">By which.</param>
public sealed record MarkUndone(string Id, string By) : StreamCommand<Undo, Done>
{
    public override StreamRef<Undo> Stream { get; } = Undo.Kind.Of(Id);

    protected override Decision<Done> Decide(Undo state, DecisionContext context) =>
        Decision.Granted().AppendIf(state.Exists && state.UndoneBy != By, Stream, () => new UndoUndone(By));
}
