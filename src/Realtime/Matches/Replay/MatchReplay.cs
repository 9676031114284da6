using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Ticking;

namespace KaosNet.Realtime.Matches.Replay;

/// <summary>What came of running a recorded match again.</summary>
/// <param name="Ticks">Loops that were run and compared.</param>
/// <param name="Difference">The first difference from the record, for a person to read; null when there was none.</param>
/// <param name="RecordedVersion">Hash of the sources that the match was played with.</param>
/// <param name="ReplayVersion">Hash of the sources that it was run again with.</param>
public sealed record ReplayOutcome(long Ticks, string? Difference, string RecordedVersion, string ReplayVersion);

/// <summary>
/// Runs a recorded match again, callback by callback, and compares the hash of every tick. Nothing outside is touched: answers from the world
/// outside come from the record and what the match sends goes nowhere.
/// </summary>
public sealed class MatchReplay(IMatchScripts scripts)
{
    /// <summary>Runs the match until its record ends or the first difference.</summary>
    /// <param name="id">The match, without the node.</param>
    /// <param name="created">The first event of its stream.</param>
    /// <param name="pieces">Its pieces, in order.</param>
    /// <param name="afterTick">Told of each tick that agreed; for a progress bar. May be null.</param>
    public Answer<ReplayOutcome> Run(Guid id, MatchCreated created, IEnumerable<MatchInputsRecorded> pieces, Action<long>? afterTick = null)
    {
        var effects = new RecordedEffects();
        using var core = new MatchCore(new MatchKey(id, created.Node).ToString(), created.Node, created.Seed, created.DeferredMax, new Silence(), effects);
        if (!scripts.Open(created.Handler, core).IsGranted(out var opened, out var broken)) return broken;
        if (opened.Script is not { } script) return Fault.NotFound($"No match handler has the name {created.Handler}.");

        var difference = Steps(pieces, effects)
            .Select(step => Repeat(core, script, created, effects, step, afterTick))
            .FirstOrDefault(found => found is not null);
        return new ReplayOutcome(core.Tick, difference, created.ModuleVersion, script.ModuleVersion);
    }

    /// <summary>The steps of all pieces, each callback with the answers that it got from outside put into <paramref name="effects"/>.</summary>
    static IEnumerable<MatchStep> Steps(IEnumerable<MatchInputsRecorded> pieces, RecordedEffects effects)
    {
        CallbackStep? callback = null;
        foreach (var step in pieces.SelectMany(piece => MatchStepReader.Read(piece.Steps)))
        {
            if (step is EffectStep effect)
            {
                effects.Add(effect);
                continue;
            }

            if (callback is not null) yield return callback;
            callback = step as CallbackStep;
            if (callback is null) yield return step;
        }

        if (callback is not null) yield return callback;
    }

    /// <summary>One step; answers a difference or null.</summary>
    static string? Repeat(MatchCore core, IMatchScript script, MatchCreated created, RecordedEffects effects, MatchStep step, Action<long>? afterTick)
    {
        if (step is HashStep hash)
        {
            var value = core.TakeHash();
            if (value != hash.Hash) return $"tick {core.Tick}: the record's hash is {hash.Hash:x16}, the replay's {value:x16}";
            afterTick?.Invoke(core.Tick);
            return null;
        }

        var difference = Call(core, script, created, step) ?? effects.TakeDifference();
        return difference is null ? null : $"tick {core.Tick}: {difference}";
    }

    /// <summary>Runs a callback. Whether it goes as it went is told by the next hash, except for the first one's.</summary>
    static string? Call(MatchCore core, IMatchScript script, MatchCreated created, MatchStep step)
    {
        switch (step)
        {
            case InitStep init:
                if (!core.Init(script, init.AtMs, created.Parameters).IsGranted(out var start, out var fault)) return "the match does not start: " + fault.Message;
                return start.TickRate == created.TickRate && start.Label == created.Label ? null : "the match starts with another tick rate or label";
            case JoinAttemptStep attempt: core.AttemptJoin(attempt.AtMs, attempt.Presence, attempt.Request); break;
            case JoinStep join: core.Join(join.AtMs, join.Presences); break;
            case LeaveStep leave: core.Leave(leave.AtMs, leave.Presences); break;
            case LoopStep loop: core.Loop(loop.AtMs, loop.Messages); break;
            case SignalStep signal: core.Signal(signal.AtMs, signal.Data); break;
            case TerminateStep terminate: core.Terminate(terminate.AtMs, terminate.GraceSeconds); break;
            default: throw new FormatException($"{step.GetType()} has no place in a match record.");
        }

        return null;
    }

    sealed class Silence : IMatchOutput
    {
        public void Send(MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string> sessionIds)
        {
        }

        public void Kick(IReadOnlyList<MatchPresence> presences)
        {
        }
    }

    sealed class RecordedEffects : IMatchEffects
    {
        readonly Queue<EffectStep> _answers = new();

        string? _difference;

        /// <summary>How the last callback's calls differ from the recorded ones, or null.</summary>
        public string? TakeDifference()
        {
            if (_answers.TryPeek(out var unused)) _difference ??= $"the match does not call {unused.Function}, which it did when it was played";
            return _difference;
        }

        public void Add(EffectStep answer) => _answers.Enqueue(answer);

        public Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
        {
            if (!_answers.TryDequeue(out var recorded))
            {
                _difference ??= $"the match calls {function}, which it did not do when it was played";
                return Fault.Internal("replay: no recorded answer");
            }

            if (recorded.Function != function)
            {
                _difference ??= $"the match calls {function} where it called {recorded.Function} when it was played";
                return Fault.Internal("replay: another answer was recorded");
            }

            return recorded.Refusal is { } refusal ? refusal : recorded.Answer!;
        }
    }
}
