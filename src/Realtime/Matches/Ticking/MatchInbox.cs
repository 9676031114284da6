using System.Runtime.InteropServices;
using KaosNet.Domain.Matches;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>What came of a client's wish to join.</summary>
/// <param name="Accepted">Whether the client may join.</param>
/// <param name="Reason">Why not; empty for the standard text.</param>
/// <param name="Label">The match's label.</param>
/// <param name="Members">The list without the new member; with it when it was on it already.</param>
[GenerateSerializer, Immutable]
public sealed record JoinAnswer(bool Accepted, string Reason, string Label, IReadOnlyList<MatchPresence> Members)
{
    internal static JoinAnswer Refused { get; } = new(false, "", "", []);
}

enum CallKind
{
    Arrived,
    Left,
    Terminate,
    Stop,
}

[StructLayout(LayoutKind.Auto)]
readonly record struct MatchCall(CallKind Kind, IReadOnlyList<MatchPresence> Presences, int GraceSeconds = 0);

sealed record SignalCall(string Data, TaskCompletionSource<string?> Answer);

sealed record AttemptCall(MatchPresence Presence, JoinRequest Request, TaskCompletionSource<JoinAnswer> Answer, CancellationToken SessionClosed);

/// <summary>
/// The bounded queues of a match. Filled from any thread, emptied by the match's own. Most ticks find nothing in them: they see that without the lock, and queues
/// that nobody needs do not exist.
/// </summary>
sealed class MatchInbox(MatchSettings settings)
{
    readonly Lock _gate = new();
    List<MatchMessage>? _messages;
    List<MatchMessage>? _taken;
    List<MatchCall>? _calls;
    List<SignalCall>? _signals;
    List<AttemptCall>? _attempts;
    volatile bool _hasMessages;
    volatile bool _hasCalls;
    bool _closed;

    /// <summary>More calls came than may wait: the match is too slow.</summary>
    public bool HasOverflown { get; private set; }

    /// <summary>Whether anything but messages waits.</summary>
    public bool HasCalls => _hasCalls;

    public bool TryAdd(MatchMessage message)
    {
        lock (_gate)
        {
            if (_closed || _messages?.Count >= settings.InputQueueSize) return false;
            (_messages ??= []).Add(message);
            _hasMessages = true;
            return true;
        }
    }

    public void Add(MatchCall call)
    {
        lock (_gate)
        {
            if (_closed) return;
            // The end of the server is not a sign of slowness.
            if (_calls?.Count >= settings.CallQueueSize && call.Kind is CallKind.Arrived or CallKind.Left) HasOverflown = true;
            else (_calls ??= []).Add(call);
            _hasCalls = true;
        }
    }

    public bool TryAdd(SignalCall signal)
    {
        lock (_gate)
        {
            if (_closed || _signals?.Count >= settings.SignalQueueSize) return false;
            (_signals ??= []).Add(signal);
            return _hasCalls = true;
        }
    }

    public bool TryAdd(AttemptCall attempt)
    {
        lock (_gate)
        {
            if (_attempts?.Count >= settings.JoinAttemptQueueSize) return false;
            if (_closed) attempt.Answer.TrySetResult(JoinAnswer.Refused);
            else (_attempts ??= []).Add(attempt);
            return _hasCalls = true;
        }
    }

    /// <summary>The messages so far. The list is used again at the next but one call.</summary>
    public IReadOnlyList<MatchMessage> TakeMessages()
    {
        if (!_hasMessages) return [];
        lock (_gate)
        {
            _hasMessages = false;
            (_messages, _taken) = (_taken, _messages);
            _messages?.Clear();
            return _taken ?? [];
        }
    }

    /// <summary>Everything else that waits.</summary>
    public WaitingCalls TakeCalls()
    {
        lock (_gate)
        {
            var waiting = new WaitingCalls(_calls ?? [], _signals ?? [], _attempts ?? []);
            (_calls, _signals, _attempts) = (null, null, null);
            _hasCalls = false;
            return waiting;
        }
    }

    /// <summary>Refuses everything that waits and everything to come.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
        var waiting = TakeCalls();
        foreach (var signal in waiting.Signals) signal.Answer.TrySetResult(null);
        foreach (var attempt in waiting.Attempts) attempt.Answer.TrySetResult(JoinAnswer.Refused);
    }
}

/// <summary>What a match found in its queues beside messages, to be done in this order.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct WaitingCalls(List<MatchCall> Calls, List<SignalCall> Signals, List<AttemptCall> Attempts);
