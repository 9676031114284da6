using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Ticking;

namespace KaosNet.Realtime.Matches.Replay;

/// <summary>What came of running a recorded match again.</summary>
/// <param name="Ticks">The match's loops up to the last that was run and compared.</param>
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
    /// <summary>Runs a match that kept its code until its record ends or the first difference.</summary>
    /// <param name="id">The match, without the node.</param>
    /// <param name="created">The first event of its stream.</param>
    /// <param name="pieces">Its pieces, in order.</param>
    /// <param name="afterTick">Told of each tick that agreed; for a progress bar. May be null.</param>
    public Answer<ReplayOutcome> Run(Guid id, MatchCreated created, IEnumerable<MatchInputsRecorded> pieces, Action<long>? afterTick = null) =>
        Run(id, new MatchStage(created, null, [.. pieces], null), afterTick);

    /// <summary>Runs one stage of a match until its end or the first difference.</summary>
    /// <param name="id">The match, without the node.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="afterTick">Told of each tick that agreed; for a progress bar. May be null.</param>
    public Answer<ReplayOutcome> Run(Guid id, MatchStage stage, Action<long>? afterTick = null)
    {
        var created = stage.Created;
        var effects = new RecordedEffects();
        using var core = new MatchCore(new MatchKey(id, created.Node).ToString(), created.Node, created.Seed, created.DeferredMax, new Silence(), effects)
        {
            IsRepeating = true,
        };
        var answer = MatchRepetition.Open(scripts, core, created, stage.Change, effects, $"No match handler has the name {created.Handler}.");
        if (!answer.IsGranted(out var repetition, out var refusal)) return refusal;
        string? difference = null;
        foreach (var step in stage.Pieces.SelectMany(piece => MatchStepReader.Read(piece.Steps)))
        {
            difference = repetition.Add(step);
            if (difference is not null) break;
            if (step is HashStep) afterTick?.Invoke(core.Tick);
        }

        difference ??= repetition.Finish() ?? (stage.Next is { } next ? EndsElsewhere(core, next.Read()) : null);
        return new ReplayOutcome(core.Tick, difference, stage.Version, repetition.Script.ModuleVersion);
    }

    /// <summary>What the code after this was given must be what this code comes to.</summary>
    static string? EndsElsewhere(MatchCore core, CodeChangeStep next)
    {
        if (core.Label != next.Label) return $"tick {core.Tick}: the code after was given another label";
        if (!core.Members.SequenceEqual(next.Members)) return $"tick {core.Tick}: the code after was given another list of members";
        if (!core.Current!.HandOver().IsGranted(out var state, out var refusal)) return $"tick {core.Tick}: its state is not handed over: {refusal.Message}";
        return state.AsSpan().SequenceEqual(next.State) ? null : $"tick {core.Tick}: the code after was given another state";
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
