using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Ticking;

namespace KaosNet.Realtime.Matches.Replay;

/// <summary>
/// Runs a match again, callback by callback as its record has them, and compares. A callback is held back until all its answers from outside have been read.
/// </summary>
sealed class MatchRepetition(MatchCore core, IMatchScript script, MatchCreated created, RecordedEffects effects)
{
    CallbackStep? _held;

    /// <summary>The code that the match is run with.</summary>
    public IMatchScript Script => script;

    /// <summary>What the last callback came to.</summary>
    public MatchCourse Course { get; private set; }

    /// <summary>When the init callback ran, Unix milliseconds; null when it is not recorded.</summary>
    public long? BeganMs { get; private set; }

    /// <summary>Opens the handler and begins with the match, or where its code was changed: with a state that is in the record.</summary>
    public static Answer<MatchRepetition> Open(IMatchScripts scripts, MatchCore core, MatchCreated created, MatchCodeChanged? change, RecordedEffects effects, string missing)
    {
        var step = change?.Read();
        if (change is not null) core.StartAt(change.Tick, created.TickRate, step!);
        var answer = change is null ? scripts.Open(created.Handler, core) : core.OpenNext(host => scripts.Open(created.Handler, host));
        if (!answer.IsGranted(out var opened, out var broken)) return broken;
        if (opened.Script is not { } script) return Fault.NotFound(missing);
        return new MatchRepetition(core, script, created, effects) { _held = step, BeganMs = step?.BeganMs };
    }

    /// <summary>The next step of the record.</summary>
    /// <returns>How the match differs from its record, for a person to read; null while it does not.</returns>
    public string? Add(MatchStep step)
    {
        if (step is EffectStep effect)
        {
            effects.Add(effect);
            return null;
        }

        if (step is CutStep cut)
        {
            core.CutNextAfter(cut.Calls);
            return null;
        }

        var difference = RunHeld();
        if (difference is not null) return difference;
        if (step is HashStep hash)
        {
            var value = core.TakeHash();
            return value == hash.Hash ? null : $"tick {core.Tick}: the record's hash is {hash.Hash:x16}, the replay's {value:x16}";
        }

        _held = step as CallbackStep ?? throw new FormatException($"{step.GetType()} has no place in a match record.");
        return null;
    }

    /// <summary>The record has no further step.</summary>
    /// <inheritdoc cref="Add" path="/returns"/>
    public string? Finish() => RunHeld();

    string? RunHeld()
    {
        if (_held is not { } step) return null;
        _held = null;
        var difference = Run(step) ?? effects.TakeDifference();
        return difference is null ? null : $"tick {core.Tick}: {difference}";
    }

    /// <summary>Whether a callback goes as it went is told by the next hash, except for the first one's.</summary>
    string? Run(CallbackStep step)
    {
        if (step is InitStep init)
        {
            if (!core.Init(script, init.AtMs, created.Parameters).IsGranted(out var start, out var fault)) return "the match does not start: " + fault.Message;
            BeganMs = init.AtMs;
            return start.TickRate == created.TickRate && start.Label == created.Label ? null : "the match starts with another tick rate or label";
        }

        if (step is CodeChangeStep change)
            return core.TakeOver(script, change.AtMs, change.State).Fault is { } refusal ? "the match is not taken over: " + refusal.Message : null;

        Course = step switch
        {
            JoinAttemptStep attempt => core.AttemptJoin(attempt.AtMs, attempt.Presence, attempt.Request).Result.Course,
            JoinStep join => core.Join(join.AtMs, join.Presences).Course,
            LeaveStep leave => core.Leave(leave.AtMs, leave.Presences).Course,
            LoopStep loop => core.Loop(loop.AtMs, loop.Messages).Course,
            SignalStep signal => core.Signal(signal.AtMs, signal.Data).Result.Course,
            TerminateStep terminate => core.Terminate(terminate.AtMs, terminate.GraceSeconds).Course,
            _ => throw new FormatException($"{step.GetType()} has no place in a match record."),
        };
        return null;
    }
}
