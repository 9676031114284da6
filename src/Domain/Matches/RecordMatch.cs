using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Matches;

/// <summary>The tick host records that a match began. Doing it twice does nothing, as the host repeats what it got no answer to.</summary>
public sealed record RecordMatchStart(string MatchId, MatchCreated Start) : StreamCommand<MatchHistory, Done>
{
    public override StreamRef<MatchHistory> Stream => MatchHistory.Stream.Of(MatchId);

    protected override Decision<Done> Decide(MatchHistory state, DecisionContext context) =>
        Decision.Granted().AppendIf(!state.HasBegun, Stream, () => Start);
}

/// <summary>The tick host records the next piece of a match. A piece that is there already does nothing; a gap is refused.</summary>
public sealed record RecordMatchInputs(string MatchId, MatchInputsRecorded Inputs) : StreamCommand<MatchHistory, Done>
{
    public override StreamRef<MatchHistory> Stream => MatchHistory.Stream.Of(MatchId);

    protected override Decision<Done> Decide(MatchHistory state, DecisionContext context)
    {
        if (Inputs.Piece < state.Pieces) return Decision.Granted();
        if (Inputs.Steps.Length > Limits.PieceBytesMax) return Fault.InvalidArgument("A piece of a match record is too large.");
        if (!state.HasBegun || state.Ending is not null || Inputs.Piece > state.Pieces || Inputs.FromTick != state.Ticks)
            return Fault.FailedPrecondition("A piece of a match record does not follow the one before.");
        return Decision.Granted().Append(Stream, Inputs);
    }
}

/// <summary>The tick host records that a match is over.</summary>
public sealed record RecordMatchEnd(string MatchId, MatchEnded End) : StreamCommand<MatchHistory, Done>
{
    public override StreamRef<MatchHistory> Stream => MatchHistory.Stream.Of(MatchId);

    protected override Decision<Done> Decide(MatchHistory state, DecisionContext context) =>
        !state.HasBegun
            ? Fault.FailedPrecondition("A match that has not begun cannot end.")
            : Decision.Granted().AppendIf(state.Ending is null, Stream, () => End);
}
