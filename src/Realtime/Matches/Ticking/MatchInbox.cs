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

/// <summary>The bounded queues of a match. Filled from any thread, emptied by the match's own.</summary>
sealed class MatchInbox(MatchSettings settings)
{
    readonly Lock _gate = new();
    List<MatchMessage> _messages = [];
    List<MatchMessage> _taken = [];
    List<MatchCall> _calls = [];
    List<SignalCall> _signals = [];
    List<AttemptCall> _attempts = [];
    bool _closed;

    /// <summary>More calls came than may wait: the match is too slow.</summary>
    public bool HasOverflown { get; private set; }

    public bool TryAdd(MatchMessage message)
    {
        lock (_gate)
        {
            if (_closed || _messages.Count >= settings.InputQueueSize) return false;
            _messages.Add(message);
            return true;
        }
    }

    public void Add(MatchCall call)
    {
        lock (_gate)
        {
            if (_closed) return;
            // The end of the server is not a sign of slowness.
            if (_calls.Count >= settings.CallQueueSize && call.Kind is CallKind.Arrived or CallKind.Left) HasOverflown = true;
            else _calls.Add(call);
        }
    }

    public bool TryAdd(SignalCall signal)
    {
        lock (_gate)
        {
            if (_closed || _signals.Count >= settings.SignalQueueSize) return false;
            _signals.Add(signal);
            return true;
        }
    }

    public bool TryAdd(AttemptCall attempt)
    {
        lock (_gate)
        {
            if (_attempts.Count >= settings.JoinAttemptQueueSize) return false;
            if (_closed) attempt.Answer.TrySetResult(JoinAnswer.Refused);
            else _attempts.Add(attempt);
            return true;
        }
    }

    /// <summary>The messages so far. The list is used again at the next but one call.</summary>
    public IReadOnlyList<MatchMessage> TakeMessages()
    {
        lock (_gate)
        {
            if (_messages.Count == 0) return [];
            (_messages, _taken) = (_taken, _messages);
            _messages.Clear();
            return _taken;
        }
    }

    public List<MatchCall> TakeCalls() => Take(ref _calls);

    public List<SignalCall> TakeSignals() => Take(ref _signals);

    public List<AttemptCall> TakeAttempts() => Take(ref _attempts);

    /// <summary>Refuses everything that waits and everything to come.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
        foreach (var signal in TakeSignals()) signal.Answer.TrySetResult(null);
        foreach (var attempt in TakeAttempts()) attempt.Answer.TrySetResult(JoinAnswer.Refused);
    }

    List<T> Take<T>(ref List<T> queue)
    {
        lock (_gate)
        {
            if (queue.Count == 0) return [];
            var taken = queue;
            queue = [];
            return taken;
        }
    }
}
