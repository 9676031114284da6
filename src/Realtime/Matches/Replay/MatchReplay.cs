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
        using var core = new MatchCore(new MatchKey(id, created.Node).ToString(), created.Node, created.Seed, created.DeferredMax, new Silence(), effects)
        {
            IsRepeating = true,
        };
        if (!scripts.Open(created.Handler, core).IsGranted(out var opened, out var broken)) return broken;
        if (opened.Script is not { } script) return Fault.NotFound($"No match handler has the name {created.Handler}.");

        var repetition = new MatchRepetition(core, script, created, effects);
        string? difference = null;
        foreach (var step in pieces.SelectMany(piece => MatchStepReader.Read(piece.Steps)))
        {
            difference = repetition.Add(step);
            if (difference is not null) break;
            if (step is HashStep) afterTick?.Invoke(core.Tick);
        }

        difference ??= repetition.Finish();
        return new ReplayOutcome(core.Tick, difference, created.ModuleVersion, script.ModuleVersion);
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
}
