using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Matches;

/// <summary>The tick host records that a match began. Doing it twice does nothing, as the host repeats what it got no answer to.</summary>
public sealed record RecordMatchStart(string MatchId, MatchCreated Start) : StreamCommand<MatchHistory, Done>
{
    public override StreamRef<MatchHistory> Stream => MatchHistory.Stream.Of(MatchId);

    protected override Decision<Done> Decide(MatchHistory state, DecisionContext context) =>
        Decision.Granted().AppendIf(!state.HasBegun, Stream, () => Start);
}

/// <summary>
/// The tick host records the next piece of a match. A piece that is there already does nothing; a gap is refused, and so is the piece of a run of the
/// server that the match was taken from.
/// </summary>
public sealed record RecordMatchInputs(string MatchId, string Run, MatchInputsRecorded Inputs) : StreamCommand<MatchHistory, Done>
{
    public override StreamRef<MatchHistory> Stream => MatchHistory.Stream.Of(MatchId);

    protected override Decision<Done> Decide(MatchHistory state, DecisionContext context)
    {
        if (state.HasBegun && state.Run != Run) return TakenOver;
        if (Inputs.Piece < state.Pieces) return Decision.Granted();
        if (Inputs.Steps.Length > Limits.PieceBytesMax) return Fault.InvalidArgument("A piece of a match record is too large.");
        if (!state.IsOpen || Inputs.Piece > state.Pieces || Inputs.FromTick != state.Ticks)
            return Fault.FailedPrecondition("A piece of a match record does not follow the one before.");
        return Decision.Granted().Append(Stream, Inputs);
    }

    internal static readonly Fault TakenOver = Fault.FailedPrecondition("The match goes on in another run of its server.");
}

/// <summary>
/// The tick host records that a match goes on with other code, after all that came before. Doing it twice does nothing.
/// </summary>
public sealed record RecordMatchCodeChange(string MatchId, string Run, MatchCodeChanged Change) : StreamCommand<MatchHistory, Done>
{
    public override StreamRef<MatchHistory> Stream => MatchHistory.Stream.Of(MatchId);

    protected override Decision<Done> Decide(MatchHistory state, DecisionContext context)
    {
        if (state.HasBegun && state.Run != Run) return RecordMatchInputs.TakenOver;
        if (Change.Tick <= state.CodeChangedAt) return Decision.Granted();
        if (Change.Step.Length > Limits.PieceBytesMax) return Fault.InvalidArgument("A change of a match's code is too large.");
        if (!state.IsOpen || Change.Tick != state.Ticks || Change.Pieces != state.Pieces) return Fault.FailedPrecondition("A change of a match's code does not follow the piece before.");
        return Decision.Granted().Append(Stream, Change);
    }
}

/// <summary>
/// A new run of a match's server goes on with it. Refused when the record has moved since it was read: then it is not as gone as it seemed.
/// </summary>
/// <param name="MatchId">The match.</param>
/// <param name="From">The run that it is taken from.</param>
/// <param name="Pieces">Pieces that were read.</param>
/// <param name="Resumed">The event to be.</param>
public sealed record ResumeMatch(string MatchId, string From, int Pieces, MatchResumed Resumed) : StreamCommand<MatchHistory, Done>
{
    public override StreamRef<MatchHistory> Stream => MatchHistory.Stream.Of(MatchId);

    protected override Decision<Done> Decide(MatchHistory state, DecisionContext context)
    {
        if (state.IsOpen && state.Run == Resumed.Run) return Decision.Granted();
        if (!state.IsOpen || state.Run != From || state.Pieces != Pieces || state.Ticks != Resumed.Tick)
            return Fault.FailedPrecondition("The match has gone on or ended meanwhile.");
        return Decision.Granted().Append(Stream, Resumed);
    }
}

/// <summary>The tick host records that a match is over; refused to a run of the server that the match was taken from.</summary>
public sealed record RecordMatchEnd(string MatchId, string Run, MatchEnded End) : StreamCommand<MatchHistory, Done>
{
    public override StreamRef<MatchHistory> Stream => MatchHistory.Stream.Of(MatchId);

    protected override Decision<Done> Decide(MatchHistory state, DecisionContext context)
    {
        if (!state.HasBegun) return Fault.FailedPrecondition("A match that has not begun cannot end.");
        return state.Run != Run ? RecordMatchInputs.TakenOver : Decision.Granted().AppendIf(state.Ending is null, Stream, () => End);
    }
}
