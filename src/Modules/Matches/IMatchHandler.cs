namespace KaosNet.Modules.Matches;

/// <summary>
/// The code of one authoritative match; <see cref="MatchHandler{TState}"/> is the handier way to write one. Callbacks run one at a time. Each is given the state that
/// the last one returned, and answers the state to go on with, the same or another; null ends the match. An exception ends the match and disconnects its members.
/// </summary>
public interface IMatchHandler
{
    /// <summary>The match begins.</summary>
    /// <param name="context">The server.</param>
    /// <param name="parameters">A JSON object, as given to <c>match_create</c>.</param>
    MatchBeginning<object> Init(MatchContext context, JsonText parameters);

    /// <summary>Somebody wants to join.</summary>
    JoinAnswer<object> JoinAttempt(MatchContext context, object state, Presence presence, JoinRequest request);

    /// <summary>These are now members.</summary>
    object? Join(MatchContext context, object state, IReadOnlyList<Presence> presences);

    /// <summary>These are members no longer.</summary>
    object? Leave(MatchContext context, object state, IReadOnlyList<Presence> presences);

    /// <summary>One tick, with what clients sent since the last, in the order of arrival.</summary>
    object? Loop(MatchContext context, object state, IReadOnlyList<MatchMessage> messages);

    /// <summary>The server is about to stop.</summary>
    object? Terminate(MatchContext context, object state, int graceSeconds);

    /// <summary>Another part of the server has something to say, and is answered.</summary>
    SignalAnswer<object> Signal(MatchContext context, object state, string data);
}

/// <summary>How a match begins.</summary>
/// <param name="State">The game's state. What of it can be written as JSON goes into the match's hash.</param>
/// <param name="TickRate">Loops a second, 1 to 60.</param>
/// <param name="Label">How the match shows itself in lists, at most 2048 bytes.</param>
public sealed record MatchBeginning<TState>(TState State, int TickRate, string Label = "");

/// <summary>What is said to somebody who wants to join.</summary>
/// <param name="State">The state to go on with; null ends the match.</param>
/// <param name="IsAccepted">Whether they may.</param>
/// <param name="Reason">Why not, for the client; empty for the standard text.</param>
public readonly record struct JoinAnswer<TState>(TState? State, bool IsAccepted, string Reason = "");

/// <summary>What is said to a signal.</summary>
/// <param name="State">The state to go on with; null ends the match.</param>
/// <param name="Data">The answer.</param>
public readonly record struct SignalAnswer<TState>(TState? State, string Data = "");

/// <summary>A match handler with a state of its own type. Whoever wants to may join, and what is not written down changes nothing.</summary>
public abstract class MatchHandler<TState> : IMatchHandler
    where TState : class
{
    /// <summary>The match begins.</summary>
    public abstract MatchBeginning<TState> Init(MatchContext context, JsonText parameters);

    /// <summary>Somebody wants to join.</summary>
    public virtual JoinAnswer<TState> JoinAttempt(MatchContext context, TState state, Presence presence, JoinRequest request) => new(state, IsAccepted: true);

    /// <summary>These are now members.</summary>
    public virtual TState? Join(MatchContext context, TState state, IReadOnlyList<Presence> presences) => state;

    /// <summary>These are members no longer.</summary>
    public virtual TState? Leave(MatchContext context, TState state, IReadOnlyList<Presence> presences) => state;

    /// <summary>One tick, with what clients sent since the last, in the order of arrival.</summary>
    public abstract TState? Loop(MatchContext context, TState state, IReadOnlyList<MatchMessage> messages);

    /// <summary>The server is about to stop.</summary>
    public virtual TState? Terminate(MatchContext context, TState state, int graceSeconds) => state;

    /// <summary>Another part of the server has something to say, and is answered.</summary>
    public virtual SignalAnswer<TState> Signal(MatchContext context, TState state, string data) => new(state);

    MatchBeginning<object> IMatchHandler.Init(MatchContext context, JsonText parameters)
    {
        var beginning = Init(context, parameters);
        return new(beginning.State, beginning.TickRate, beginning.Label);
    }

    JoinAnswer<object> IMatchHandler.JoinAttempt(MatchContext context, object state, Presence presence, JoinRequest request)
    {
        var answer = JoinAttempt(context, (TState)state, presence, request);
        return new(answer.State, answer.IsAccepted, answer.Reason);
    }

    object? IMatchHandler.Join(MatchContext context, object state, IReadOnlyList<Presence> presences) => Join(context, (TState)state, presences);

    object? IMatchHandler.Leave(MatchContext context, object state, IReadOnlyList<Presence> presences) => Leave(context, (TState)state, presences);

    object? IMatchHandler.Loop(MatchContext context, object state, IReadOnlyList<MatchMessage> messages) => Loop(context, (TState)state, messages);

    object? IMatchHandler.Terminate(MatchContext context, object state, int graceSeconds) => Terminate(context, (TState)state, graceSeconds);

    SignalAnswer<object> IMatchHandler.Signal(MatchContext context, object state, string data)
    {
        var answer = Signal(context, (TState)state, data);
        return new(answer.State, answer.Data);
    }
}
