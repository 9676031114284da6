using KaosNet.Domain.Matches;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>Calls a match's handler. Its adapter reports faults as values; if it throws all the same, that is the end of its match only.</summary>
readonly struct HandlerGuard(string handler, ILogger log)
{
    /// <summary>One tick, without a closure for it.</summary>
    public StepResult Loop(MatchCore core, long at, IReadOnlyList<MatchMessage> messages)
    {
        try
        {
            return core.Loop(at, messages);
        }
        catch (Exception bug)
        {
            return Broken(bug);
        }
    }

    public StepResult Run(Func<StepResult> callback)
    {
        try
        {
            return callback();
        }
        catch (Exception bug)
        {
            return Broken(bug);
        }
    }

    public T Run<T>(Func<T> callback, Func<StepResult, T> failed)
    {
        try
        {
            return callback();
        }
        catch (Exception bug)
        {
            return failed(Broken(bug));
        }
    }

    StepResult Broken(Exception bug)
    {
        log.LogError(bug, "The adapter of match handler {Handler} threw", handler);
        return StepResult.Fail("internal error");
    }
}
