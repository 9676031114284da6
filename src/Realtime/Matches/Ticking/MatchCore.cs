using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>Where a match's doings go: to players, or nowhere in a replay.</summary>
public interface IMatchOutput
{
    /// <summary>Data for these members' sessions.</summary>
    void Send(MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string> sessionIds);

    /// <summary>Takes these off the match's stream.</summary>
    void Kick(IReadOnlyList<MatchPresence> presences);
}

/// <summary>How a match reaches the world outside: for real, or by reading its record.</summary>
public interface IMatchEffects
{
    /// <summary>See <see cref="IMatchHost.Perform"/>.</summary>
    Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform);
}

/// <summary>
/// The part of a match that is the same live and in a replay: its script, its list of members, its label, and the running hash of what the
/// script does. It has no clock, no queue and no thread of its own.
/// </summary>
public sealed class MatchCore(string matchId, string node, ulong seed, int deferredMax, IMatchOutput output, IMatchEffects effects) : IMatchHost, IDisposable
{
    readonly OrderedDictionary<string, MatchPresence> _members = new(StringComparer.Ordinal);
    List<Deferred>? _deferred;
    IReadOnlyList<string> _sessionIds = [];
    readonly ulong _seed = seed;
    MatchHash _hash;
    IMatchScript? _script;
    bool _ended;
    int _calls;
    int _callsMax = int.MaxValue;
    bool _isTakenOver;

    public string MatchId { get; } = matchId;

    public string Node { get; } = node;

    public ulong Seed { get; private set; } = seed;

    public string Label { get; private set; } = "";

    public int TickRate { get; private set; }

    /// <summary>Loops executed.</summary>
    public long Tick { get; private set; }

    public bool IsRepeating { get; set; }

    /// <summary>Set when the match is over; from then on the script is refused everything.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Calls that the last callback has made of this.</summary>
    public int Calls => _calls;

    /// <summary>The code that runs; null before the init callback.</summary>
    public IMatchScript? Current => _script;

    /// <summary>Who is on the list, in the order of joining. Replaced, never changed; may be read from any thread.</summary>
    public IReadOnlyList<MatchPresence> Members { get; private set; } = [];

    /// <summary>How many those are.</summary>
    public int Size { get; private set; }

    public bool IsMember(string sessionId) => _members.ContainsKey(sessionId);

    /// <summary>Runs the init callback and checks what it decides.</summary>
    public Answer<MatchStart> Init(IMatchScript script, long atMs, string parameters)
    {
        _script = script;
        _calls = 0;
        var answer = script.Init(new(0, atMs), parameters);
        if (!answer.IsGranted(out var start, out _)) return answer;
        if (start.TickRate is < 1 or > Limits.TickRateMax) return Fault.InvalidArgument($"Match tick rate must be between 1 and {Limits.TickRateMax}");
        if (Encoding.UTF8.GetByteCount(start.Label) > Limits.LabelBytesMax) return Fault.InvalidArgument(LabelTooLong);
        TickRate = start.TickRate;
        Label = start.Label;
        FlushDeferred();
        return start;
    }

    /// <summary>Makes the match what it was when its code was changed, as far as the script has no part in it.</summary>
    public void StartAt(long tick, int tickRate, CodeChangeStep change)
    {
        (Tick, TickRate, Label) = (tick, tickRate, change.Label);
        foreach (var member in change.Members) _members[member.SessionId] = member;
        ListMembers();
    }

    /// <summary>Opens code that may take the match over now. Its chance is not the chance that players have seen come and go.</summary>
    public Answer<OpenedScript> OpenNext(Func<IMatchHost, Answer<OpenedScript>> open)
    {
        var before = Seed;
        Seed = SeedAt(Tick);
        try
        {
            return open(this);
        }
        finally
        {
            Seed = before;
        }
    }

    /// <summary>Between two ticks: hands what the script before handed over to other code, which is the match's from then on. Where it refuses, nothing has changed.</summary>
    public Answer<Done> TakeOver(IMatchScript next, long atMs, byte[] state)
    {
        _isTakenOver = true;
        var isRefused = true;
        try
        {
            var answer = next.TakeOver(At(atMs), state);
            isRefused = answer.Fault is not null;
            if (isRefused) return answer;
        }
        finally
        {
            _isTakenOver = false;
            if (isRefused) _hash = default;
        }

        _script?.Dispose();
        _script = next;
        Seed = SeedAt(Tick);
        return Done.Value;
    }

    /// <summary>The next callback was ended by force after so many calls when the match was played: here nothing comes of further ones.</summary>
    public void CutNextAfter(int calls) => _callsMax = calls;

    public JoinVerdict AttemptJoin(long atMs, MatchPresence presence, JoinRequest request)
    {
        var verdict = Script.AttemptJoin(At(atMs), presence, request);
        _hash.Add(verdict.Accepted ? 1 : 0);
        _hash.Add(verdict.Reason);
        return verdict with { Result = Conclude(verdict.Result) };
    }

    /// <summary>Puts these on the list and tells the script.</summary>
    public StepResult Join(long atMs, IReadOnlyList<MatchPresence> presences)
    {
        foreach (var presence in presences) _members[presence.SessionId] = presence with { Reason = PresenceReason.Unknown };
        ListMembers();
        return Conclude(Script.Join(At(atMs), presences));
    }

    /// <summary>Takes these off the list and tells the script. They must be on it.</summary>
    public StepResult Leave(long atMs, IReadOnlyList<MatchPresence> presences)
    {
        foreach (var presence in presences) _members.Remove(presence.SessionId);
        ListMembers();
        return Conclude(Script.Leave(At(atMs), presences));
    }

    public StepResult Loop(long atMs, IReadOnlyList<MatchMessage> messages)
    {
        var result = Conclude(Script.Loop(At(atMs), messages));
        Tick++;
        return result;
    }

    public StepResult Terminate(long atMs, int graceSeconds) => Conclude(Script.Terminate(At(atMs), graceSeconds));

    public SignalVerdict Signal(long atMs, string data)
    {
        var verdict = Script.Signal(At(atMs), data);
        _hash.Add(verdict.Data);
        return verdict with { Result = Conclude(verdict.Result) };
    }

    /// <summary>The hash of all that was done since the last call, with the script's state while it has one.</summary>
    public ulong TakeHash()
    {
        if (!_ended) Script.HashState(ref _hash);
        var value = _hash.Value;
        _hash = default;
        return value;
    }

    /// <summary>Sends what was deferred. After each callback, and when the match stops.</summary>
    public void FlushDeferred()
    {
        if (_deferred is null) return;
        foreach (var message in _deferred) output.Send(message.Sender, message.OpCode, message.Data, message.Reliable, message.SessionIds);
        _deferred.Clear();
    }

    public Fault? Broadcast(long opCode, ReadOnlySpan<byte> data, IReadOnlyList<MatchPresence>? presences, MatchPresence? sender, bool reliable)
    {
        if (WhyMute() is { } refusal) return refusal;
        HashMessage(1, opCode, data, presences, sender, reliable);
        if (TryAddress(presences, out var sessionIds)) output.Send(sender, opCode, data.ToArray(), reliable, sessionIds);
        return null;
    }

    public Fault? BroadcastDeferred(long opCode, ReadOnlySpan<byte> data, IReadOnlyList<MatchPresence>? presences, MatchPresence? sender, bool reliable)
    {
        if (WhyMute() is { } refusal) return refusal;
        if ((_deferred ??= []).Count >= deferredMax) return TooManyDeferred;
        HashMessage(2, opCode, data, presences, sender, reliable);
        if (TryAddress(presences, out var sessionIds)) _deferred.Add(new(sender, opCode, data.ToArray(), reliable, sessionIds));
        return null;
    }

    public Fault? Kick(IReadOnlyList<MatchPresence> presences)
    {
        if (WhyMute() is { } refusal) return refusal;
        _hash.Add(3);
        HashPresences(presences);
        output.Kick(presences);
        return null;
    }

    public Fault? UpdateLabel(string label)
    {
        if (WhyMute() is { } refusal) return refusal;
        if (Encoding.UTF8.GetByteCount(label) > Limits.LabelBytesMax) return Fault.InvalidArgument("error updating match label: " + LabelTooLong);
        _hash.Add(4);
        _hash.Add(label);
        Label = label;
        return null;
    }

    public Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        if (IsRefused()) return Stopped;
        _hash.Add(5);
        _hash.Add(function);
        _hash.Add(arguments);
        return effects.Perform(function, arguments, perform);
    }

    public void Dispose() => _script?.Dispose();

    /// <summary>Bytes of a core itself.</summary>
    internal const int Bytes = 160;

    const string LabelTooLong = "match label too long, must be 0-2048 bytes";

    static readonly Fault Stopped = Fault.FailedPrecondition("match stopped");

    static readonly Fault NotYet = Fault.FailedPrecondition("a match that is being taken over can neither send nor change its label");

    static readonly Fault TooManyDeferred =
        Fault.ResourceExhausted("error deferring message broadcast: too many deferred message broadcasts per tick");

    IMatchScript Script => _script ?? throw new InvalidOperationException("A match was used before its init callback.");

    /// <summary>A callback begins.</summary>
    MatchMoment At(long atMs)
    {
        _calls = 0;
        return new(Tick, atMs);
    }

    /// <summary>Counts a call of the script; tells whether it is one too many, or comes too late.</summary>
    bool IsRefused() => IsStopped || ++_calls > _callsMax;

    /// <summary>Why nothing can be sent now; null when it can.</summary>
    Fault? WhyMute() => IsRefused() ? Stopped : _isTakenOver ? NotYet : null;

    /// <summary>The source of chance of code that takes over at a tick.</summary>
    ulong SeedAt(long tick) => new Dice(_seed ^ ((ulong)tick * 0x9E3779B97F4A7C15)).Bits();

    StepResult Conclude(StepResult result)
    {
        _hash.Add((int)result.Course);
        if (result.Course == MatchCourse.Continues) FlushDeferred();
        else _ended = true;
        return result;
    }

    void ListMembers()
    {
        Members = [.. _members.Values];
        _sessionIds = [.. _members.Keys];
        Size = _members.Count;
    }

    /// <summary>
    /// Session ids to send to; false when there are none. All members means those on the match's list, not on its stream: who is told to
    /// the join callback gets what that sends, though the socket's side of the join is not through yet.
    /// </summary>
    bool TryAddress(IReadOnlyList<MatchPresence>? presences, out IReadOnlyList<string> sessionIds)
    {
        sessionIds = presences is null
            ? _sessionIds
            : [.. presences.Select(presence => presence.SessionId).Where(_members.ContainsKey)];
        return sessionIds.Count > 0;
    }

    void HashMessage(int kind, long opCode, ReadOnlySpan<byte> data, IReadOnlyList<MatchPresence>? presences, MatchPresence? sender, bool reliable)
    {
        _hash.Add(kind);
        _hash.Add(opCode);
        _hash.Add(data);
        HashPresences(presences);
        _hash.Add(sender?.SessionId ?? "");
        _hash.Add(reliable ? 1 : 0);
    }

    void HashPresences(IReadOnlyList<MatchPresence>? presences)
    {
        _hash.Add(presences?.Count ?? -1);
        if (presences is null) return;
        foreach (var presence in presences) _hash.Add(presence.SessionId);
    }

    readonly record struct Deferred(MatchPresence? Sender, long OpCode, byte[] Data, bool Reliable, IReadOnlyList<string> SessionIds);
}
