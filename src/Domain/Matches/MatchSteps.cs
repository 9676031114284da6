using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Matches;

/// <summary>One thing that a match's record holds, in the order in which the match met it.</summary>
public abstract record MatchStep;

/// <summary>A callback of the match ran.</summary>
/// <param name="AtMs">The clock that it saw, Unix milliseconds.</param>
public abstract record CallbackStep(long AtMs) : MatchStep;

/// <summary>The match began.</summary>
public sealed record InitStep(long AtMs) : CallbackStep(AtMs);

/// <summary>Somebody wanted to join.</summary>
public sealed record JoinAttemptStep(long AtMs, MatchPresence Presence, JoinRequest Request) : CallbackStep(AtMs);

/// <summary>These came onto the match's list.</summary>
public sealed record JoinStep(long AtMs, IReadOnlyList<MatchPresence> Presences) : CallbackStep(AtMs);

/// <summary>These came off the match's list.</summary>
public sealed record LeaveStep(long AtMs, IReadOnlyList<MatchPresence> Presences) : CallbackStep(AtMs);

/// <summary>One tick with what clients had sent.</summary>
public sealed record LoopStep(long AtMs, IReadOnlyList<MatchMessage> Messages) : CallbackStep(AtMs);

/// <summary>A signal came.</summary>
public sealed record SignalStep(long AtMs, string Data) : CallbackStep(AtMs);

/// <summary>The server was about to stop.</summary>
public sealed record TerminateStep(long AtMs, int GraceSeconds) : CallbackStep(AtMs);

/// <summary>Other code of the handler took the match over. It begins with this alone, so that what was before need not be run again.</summary>
/// <param name="AtMs">The clock that it saw, Unix milliseconds.</param>
/// <param name="BeganMs">When the match began.</param>
/// <param name="Label">The label as of then.</param>
/// <param name="Members">The match's list as of then, in the order of joining.</param>
/// <param name="State">The state as the code before handed it over, in its language's own writing.</param>
public sealed record CodeChangeStep(long AtMs, long BeganMs, string Label, IReadOnlyList<MatchPresence> Members, byte[] State) : CallbackStep(AtMs);

/// <summary>What the last callback was answered by the world outside; several may follow one callback.</summary>
/// <param name="Function">What it asked for.</param>
/// <param name="Answer">What it got, null when refused.</param>
/// <param name="Refusal">Why it was refused, null when it was not.</param>
public sealed record EffectStep(string Function, byte[]? Answer, Fault? Refusal) : MatchStep;

/// <summary>The hash of all that the match did since the last such step; after each tick, and once when it stops.</summary>
public sealed record HashStep(ulong Hash) : MatchStep;

/// <summary>
/// The last callback was ended by force, having used up what it may use. Where exactly that happens may differ from run to run: what it did before is told by the
/// number of its calls.
/// </summary>
/// <param name="Calls">Calls of the match's host that the callback had made.</param>
public sealed record CutStep(int Calls) : MatchStep;

/// <summary>The bytes that tell the steps apart; part of the stored format.</summary>
internal enum StepKind : byte
{
    Init = 1,
    JoinAttempt = 2,
    Join = 3,
    Leave = 4,
    Loop = 5,
    Signal = 6,
    Terminate = 7,
    Effect = 8,
    RefusedEffect = 9,
    Hash = 10,
    Cut = 11,
    CodeChange = 12,
}
