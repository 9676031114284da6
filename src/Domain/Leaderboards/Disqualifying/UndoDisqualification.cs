using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards.Disqualifying;

/// <summary>
/// A disqualification is undone, all at once: what it took back counts again, unless another one takes it back as well. The records were worked out as with
/// <see cref="DisqualifyScores"/>. One that is undone already stays as it is.
/// </summary>
/// <param name="Id">The disqualification.</param>
/// <param name="Version">How many events its stream held.</param>
/// <param name="Author">Who decided it.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Records">Every record that it hit and still holds; at most <see cref="DisqualificationLimits.RecordsAtOnce"/>.</param>
public sealed record UndoDisqualification(
    string Id, long Version, string Author, string Reason, IReadOnlyList<RecomputedRecord> Records) : Command<Disqualification>
{
    StreamRef<Disqualification> Stream { get; } = Disqualification.Kind.Of(Id);

    public override IReadOnlyList<StreamRef> Streams { get; } =
        [Disqualification.Kind.Of(Id), .. Records.SelectMany(one => one.Streams).Distinct()];

    public override Decision<Disqualification> Decide(StreamStates states, DecisionContext context)
    {
        var state = states.Of(Stream);
        if (!state.Exists) return DisqualificationFaults.NotFound;
        if (OrderDisqualification.FlawOf(Author, Reason) is { } flaw) return flaw;
        if (state.Stage is DisqualificationStage.Undoing or DisqualificationStage.Undone) return Decision.Granted(state);
        if (state.Version != Version) return DisqualificationFaults.StepTaken;
        if (Records.Any(one => states.Of(one.Record).Version != one.Version)) return DisqualificationFaults.RecordsMoved;

        var ordered = new DisqualificationUndoOrdered(Author, Reason);
        var advanced = new DisqualificationUndoAdvanced(Records.Count, state.Version, IsLast: true);
        var after = Recomputing.After(Recomputing.After(state, ordered, context), advanced, context);
        var decision = Decision.Granted(after).Append(Stream, ordered);
        foreach (var one in Records) Recomputing.Append(decision, one, states, Recomputing.GivenBack(Id, one));
        return decision.Append(Stream, advanced);
    }
}

/// <summary>A disqualification of many records is to be undone: the order is kept first, and steps follow (<see cref="AdvanceUndo"/>).</summary>
/// <param name="Id">The disqualification.</param>
/// <param name="Author">Who decided it.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record OrderUndo(string Id, string Author, string Reason) : StreamCommand<Disqualification, Disqualification>
{
    public override StreamRef<Disqualification> Stream { get; } = Disqualification.Kind.Of(Id);

    protected override Decision<Disqualification> Decide(Disqualification state, DecisionContext context)
    {
        if (!state.Exists) return DisqualificationFaults.NotFound;
        if (OrderDisqualification.FlawOf(Author, Reason) is { } flaw) return flaw;
        if (state.Stage is DisqualificationStage.Undoing or DisqualificationStage.Undone) return Decision.Granted(state);
        var ordered = new DisqualificationUndoOrdered(Author, Reason);
        return Decision.Granted(Recomputing.After(state, ordered, context)).Append(Stream, ordered);
    }
}

/// <summary>The next step of an undo of many records. Records that moved since they were worked out are left for the step after it.</summary>
/// <param name="Id">The disqualification.</param>
/// <param name="Version">How many events its stream held.</param>
/// <param name="Records">Records that one step took scores back from and that still miss them.</param>
/// <param name="Through">The place of that step in the stream; kept only when none of the records moved.</param>
/// <param name="IsLast">Nothing is left to give back.</param>
public sealed record AdvanceUndo(
    string Id, long Version, IReadOnlyList<RecomputedRecord> Records, long Through, bool IsLast) : Command<Disqualification>
{
    StreamRef<Disqualification> Stream { get; } = Disqualification.Kind.Of(Id);

    public override IReadOnlyList<StreamRef> Streams { get; } =
        [Disqualification.Kind.Of(Id), .. Records.SelectMany(one => one.Streams).Distinct()];

    public override Decision<Disqualification> Decide(StreamStates states, DecisionContext context)
    {
        var state = states.Of(Stream);
        if (state.Version != Version || state.Stage != DisqualificationStage.Undoing) return DisqualificationFaults.StepTaken;
        var still = Records.Where(one => states.Of(one.Record).Version == one.Version).ToList();
        var moved = Records.Count - still.Count;
        if (still.Count == 0 && moved > 0) return DisqualificationFaults.RecordsMoved;

        var advanced = new DisqualificationUndoAdvanced(still.Count, moved == 0 ? Through : state.UndoneThrough, moved == 0 && IsLast);
        var decision = Decision.Granted(Recomputing.After(state, advanced, context));
        foreach (var one in still) Recomputing.Append(decision, one, states, Recomputing.GivenBack(Id, one));
        return decision.Append(Stream, advanced);
    }
}
