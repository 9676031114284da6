using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Recording;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>The code of all handlers, and how often it may have changed.</summary>
sealed class MatchCode
{
    int _changes;

    public MatchCode(IMatchScripts scripts)
    {
        Scripts = scripts;
        scripts.WhenCodeChanged(() => Interlocked.Increment(ref _changes));
    }

    public IMatchScripts Scripts { get; }

    /// <summary>Differs from what it was when handlers may have other code than then.</summary>
    public int Changes => Volatile.Read(ref _changes);
}

/// <summary>
/// One match's way from the code that it runs to the code that its handler has now (<c>docs/decisions/0036-running-matches-take-new-code.md</c>): the old instance
/// writes its state down, the new one takes it, and from then on the match is the new one's. Whatever goes wrong on the way leaves the match as it was.
/// </summary>
sealed class CodeChange(MatchKey match, string handler, MatchCore core, MatchTape tape, HandlerGuard guard, MatchHostParts parts)
{
    /// <summary>Tries it, between two ticks.</summary>
    /// <param name="atMs">The clock that the new code sees.</param>
    /// <param name="beganMs">When the match began.</param>
    /// <returns>False when the record cannot be stored: the match must end.</returns>
    public bool Run(long atMs, long beganMs)
    {
        if (!guard.Run(Open, Broken).IsGranted(out var opened, out var broken)) return Stay(broken);
        if (opened.Script is not { } next) return true;
        if (!guard.Run(() => core.Current!.HandOver(), result => Fault.Internal(result.Error!)).IsGranted(out var state, out var unwritten))
        {
            next.Dispose();
            return Stay(unwritten);
        }

        if (!tape.TakePiece(core.Tick))
        {
            next.Dispose();
            return false;
        }

        // What the match is before the new code sees it.
        var step = new CodeChangeStep(atMs, beganMs, core.Label, core.Members, state);
        if (guard.Run(() => core.TakeOver(next, atMs, state), result => Fault.Internal(result.Error!)).Fault is { } refusal)
        {
            next.Dispose();
            tape.Drop();
            return Stay(refusal);
        }

        parts.Log.LogInformation("Match {Match} ({Handler}) goes on with new code from tick {Tick}: {Version}", match, handler, core.Tick, next.ModuleVersion);
        return tape.ChangeCode(core.Tick, next.ModuleVersion, step);
    }

    Answer<OpenedScript> Open() =>
        core.Current is { } current ? core.OpenNext(host => parts.Code.Scripts.OpenChanged(handler, host, current)) : new OpenedScript(null);

    static Answer<OpenedScript> Broken(StepResult result) => Fault.Internal(result.Error!);

    bool Stay(Fault why)
    {
        parts.Log.LogWarning("Match {Match} ({Handler}) stays with the code that it runs: {Reason}", match, handler, why.Message);
        return true;
    }
}
