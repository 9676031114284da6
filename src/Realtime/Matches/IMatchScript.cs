using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;

namespace KaosNet.Realtime.Matches;

/// <summary>Match handlers by name, whatever language they are written in.</summary>
public interface IMatchScripts
{
    /// <summary>
    /// Makes a private instance of a handler: a state of its own, shared with nobody. Nothing of the game has run when this returns.
    /// </summary>
    /// <param name="handler">The name given to <c>match_create</c>, case sensitive.</param>
    /// <param name="host">What the instance may use of the server for as long as it lives.</param>
    /// <returns>The instance, nothing when no handler has this name, or what went wrong while its module loaded.</returns>
    Answer<OpenedScript> Open(string handler, IMatchHost host);

    /// <summary>
    /// Makes an instance of the handler's code as it is now, for a match that runs: nothing where that is the code which the match runs, or where it does not take
    /// running matches over.
    /// </summary>
    /// <param name="handler">The name that the match was created by.</param>
    /// <param name="host">What the instance may use of the server for as long as it lives.</param>
    /// <param name="current">What the match runs.</param>
    Answer<OpenedScript> OpenChanged(string handler, IMatchHost host, IMatchScript current) => new OpenedScript(null);

    /// <summary>Has this called whenever handlers may have other code than before.</summary>
    void WhenCodeChanged(Action act)
    {
    }
}

/// <summary>A handler's new instance.</summary>
/// <param name="Script">The instance; null when no handler has this name.</param>
public sealed record OpenedScript(IMatchScript? Script);

/// <summary>
/// One authoritative match's code. The tick host calls it from one thread at a time (not always the same one) and never again after it has
/// stopped or failed. Everything that a callback may depend on comes through its arguments and <see cref="IMatchHost"/>: chance only from
/// <see cref="IMatchHost.Seed"/>, time only from the <see cref="MatchMoment"/>. Then a recorded match can be run again.
/// Callbacks never throw for a fault of the game's code: they return it.
/// </summary>
public interface IMatchScript : IDisposable
{
    /// <summary>Hash of the sources that the instance was made from; recorded, so that a replay can tell that it runs other code.</summary>
    string ModuleVersion { get; }

    /// <summary>The match begins. The refusal's text reaches whoever wanted the match created.</summary>
    /// <param name="moment">Tick 0 and the time.</param>
    /// <param name="parameters">A JSON object, as given to <c>match_create</c>.</param>
    Answer<MatchStart> Init(MatchMoment moment, string parameters);

    /// <summary>Somebody wants to join.</summary>
    JoinVerdict AttemptJoin(MatchMoment moment, MatchPresence presence, JoinRequest request);

    /// <summary>These are now on the match's list.</summary>
    StepResult Join(MatchMoment moment, IReadOnlyList<MatchPresence> presences);

    /// <summary>These were on the match's list and are no longer.</summary>
    StepResult Leave(MatchMoment moment, IReadOnlyList<MatchPresence> presences);

    /// <summary>One tick, with what clients sent since the last one, in the order of arrival. The list is only valid during the call.</summary>
    StepResult Loop(MatchMoment moment, IReadOnlyList<MatchMessage> messages);

    /// <summary>The server is about to stop.</summary>
    StepResult Terminate(MatchMoment moment, int graceSeconds);

    /// <summary>Another part of the server has something to say.</summary>
    SignalVerdict Signal(MatchMoment moment, string data);

    /// <summary>Writes the game's state down for other code of the handler, without changing it. Refused when it is not plain data.</summary>
    Answer<byte[]> HandOver() => Fault.FailedPrecondition("its code cannot hand its state over");

    /// <summary>
    /// The first and only callback of an instance that goes on with a running match, instead of <see cref="Init"/>: the state is what another instance
    /// handed over. May ask the server, but neither send nor change the label.
    /// </summary>
    /// <returns>Why the match is not taken over, if it is not; then nothing else is called.</returns>
    Answer<Done> TakeOver(MatchMoment moment, byte[] state) => Fault.FailedPrecondition("its code takes no running matches over");

    /// <summary>
    /// Takes the game's state into the tick's hash, so that a replay notices a wrong state before it shows in what is sent. Called after
    /// each tick that the match survives; may do nothing in some of them, by their number, as walking a state costs time.
    /// </summary>
    void HashState(ref MatchHash hash)
    {
    }

    /// <summary>Tells where the memory is that a tick needs, as far as it is known; asked for now and then.</summary>
    void Trace(Ticking.MatchFootprint into)
    {
    }
}

/// <summary>When a callback runs.</summary>
/// <param name="Tick">Loops executed so far, from 0.</param>
/// <param name="UnixMs">The server's clock, Unix milliseconds. The only clock that a match may look at.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MatchMoment(long Tick, long UnixMs);

/// <summary>What the first callback decides.</summary>
/// <param name="TickRate">Loops a second, 1 to 60.</param>
/// <param name="Label">At most 2048 bytes.</param>
public sealed record MatchStart(int TickRate, string Label);

/// <summary>How a match goes on after a callback.</summary>
public enum MatchCourse
{
    /// <summary>It goes on.</summary>
    Continues,

    /// <summary>The handler returned no state: the match stops, its members' sockets stay open.</summary>
    Stops,

    /// <summary>The handler failed or returned nonsense: the match stops and its members are disconnected.</summary>
    Fails,
}

/// <summary>What a callback came to.</summary>
/// <param name="Course">How the match goes on.</param>
/// <param name="Error">What went wrong, when it failed; for the log.</param>
/// <param name="IsCut">It failed as it was ended by force, wherever it was: the code did not choose the place, and need not meet it again.</param>
public readonly record struct StepResult(MatchCourse Course, string? Error = null, bool IsCut = false)
{
    /// <summary>The match goes on.</summary>
    public static StepResult Continue => new(MatchCourse.Continues);

    /// <summary>The handler returned no state.</summary>
    public static StepResult Stop => new(MatchCourse.Stops);

    /// <summary>The handler failed.</summary>
    public static StepResult Fail(string error) => new(MatchCourse.Fails, error);

    /// <summary>The handler was ended by force, as it had used up what a call may use.</summary>
    public static StepResult Cut(string error) => new(MatchCourse.Fails, error, IsCut: true);
}

/// <summary>What came of a join attempt.</summary>
/// <param name="Result">How the match goes on; unless it continues, the join is refused.</param>
/// <param name="Accepted">Whether the player may join.</param>
/// <param name="Reason">Why not, for the client; empty for the standard text.</param>
public readonly record struct JoinVerdict(StepResult Result, bool Accepted, string Reason = "");

/// <summary>What came of a signal.</summary>
/// <param name="Result">How the match goes on; unless it continues, the sender is told <c>match busy</c>.</param>
/// <param name="Data">The handler's answer, empty when it gave none.</param>
public readonly record struct SignalVerdict(StepResult Result, string Data = "");
