using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards.Resetting;

/// <summary>Keeps up to when a callback's occurrences passed without a function for it. Answers what is known then; never goes back.</summary>
/// <param name="Callback">Which callback.</param>
/// <param name="Through">Up to and with this second; 0 only asks.</param>
/// <param name="Boards">On how many boards.</param>
public sealed record PassPeriods(BoardCallback Callback, long Through = 0, int Boards = 0) : StreamCommand<PassedPeriods, long>
{
    public override StreamRef<PassedPeriods> Stream => PassedPeriods.Kind.Of(Callback.NameOf());

    protected override Decision<long> Decide(PassedPeriods state, DecisionContext context) => Through <= state.Through
        ? Decision.Granted(state.Through)
        : Decision.Granted(Through).Append(Stream, new PeriodsPassed(Through, Boards));
}
