using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Recording;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>
/// One running match: its queues, its timing and its end. Everything below <see cref="Step"/> runs on one tick thread at a time; everything else
/// may be called from any thread and only puts things into queues.
/// </summary>
sealed partial class AuthoritativeMatch : Steppable, IMatchOutput, IMatchEffects, IRunningMatch, IDisposable
{
    /// <summary>A tick may be late by this part of its period: to be woken for few moments of many matches costs less than for many of few.</summary>
    const int SlackPart = 25;

    readonly MatchInbox _inbox;
    readonly MatchPlaces _places = new();
    readonly MatchHostParts _parts;
    readonly Action<AuthoritativeMatch> _ended;
    readonly MatchCore _core;
    readonly MatchTape _tape;
    readonly MatchStepWriter _record;
    readonly LiveEffects _live;
    readonly HandlerGuard _guard;

    /// <summary>Set while the match is run again; then it does nothing outside.</summary>
    IMatchEffects? _recorded;

    long _period;
    long _due;
    long _terminateBy = Finished;
    long _emptyLoops;
    int _codeSeen;
    string _listedLabel = "";

    public AuthoritativeMatch(MatchKey key, string handler, ulong seed, int deferredMax, MatchHostParts parts, Action<AuthoritativeMatch> ended)
    {
        Key = key;
        Handler = handler;
        _parts = parts;
        _codeSeen = parts.Code.Changes;
        _ended = ended;
        _guard = new(handler, parts.Log);
        _inbox = new(parts.Settings);
        _tape = new(parts.Recorder, key, parts.Run.Id, parts.Settings, parts.Loop.Time);
        _record = _tape.Steps;
        _live = new(parts.Loop, parts.Settings.EffectDeadline, _record, parts.Log);
        _core = new(key.ToString(), key.Node, seed, deferredMax, this, this);
    }

    public MatchKey Key { get; }

    public string Handler { get; }

    public MatchCore Core => _core;

    public int TickRate => _core.TickRate;

    public long CreatedMs { get; set; }

    public string Label => _core.Label;

    public int Size => _core.Size;

    public bool IsOver => _core.IsStopped;

    long NowMs => _parts.Loop.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Runs the init callback, on the calling thread.</summary>
    public Answer<MatchStart> Begin(IMatchScript script, string parameters)
    {
        var at = CreatedMs = NowMs;
        _record.Init(at);
        return _core.Init(script, at, parameters);
    }

    /// <summary>Runs the init callback on the calling thread and starts the record. Before <see cref="Start"/> nobody else knows the match.</summary>
    public Answer<MatchStart> Init(IMatchScript script, string parameters)
    {
        var answer = Begin(script, parameters);
        if (!answer.IsGranted(out var start, out _)) return answer;
        var created = new MatchCreated(
            Handler, script.ModuleVersion, Key.Node, _core.Seed, parameters, start.TickRate, start.Label, _parts.Settings.DeferredQueueSize, _parts.Run.Id);
        return _tape.Start(created) ? answer : Fault.Unavailable("match records cannot be stored at the moment");
    }

    /// <summary>
    /// Makes the match what it was at the end of its record: the work is done by <paramref name="repeat"/>, on the calling thread. Nobody else knows the match yet.
    /// </summary>
    /// <param name="effects">The answers that it got from outside.</param>
    /// <param name="repeat">Runs the recorded callbacks; answers why they cannot be run, or null.</param>
    public async Task<string?> Repeat(IMatchEffects effects, Func<Task<string?>> repeat)
    {
        _recorded = effects;
        _core.IsRepeating = true;
        var problem = await repeat();
        _core.IsRepeating = false;
        _recorded = null;
        return problem;
    }

    /// <summary>Goes on with a record. Its members have lost their sockets with the server: their places are kept for them for a while.</summary>
    public void GoOn(int pieces)
    {
        _tape.GoOn(pieces, _core.Tick);
        _places.Keep(_core.Members, _core.Tick + Ticks(_parts.Settings.RejoinDeadline));
        Start();
    }

    /// <summary>The first loop runs one period from now.</summary>
    public void Start()
    {
        var time = _parts.Loop.Time;
        _period = time.TimestampFrequency / _core.TickRate;
        _due = time.GetTimestamp() + _period;
        Slack = _period / SlackPart;
        List();
        _parts.Loop.Wake(this);
    }

    /// <summary>Gives back what an init that was refused had taken.</summary>
    public void Dispose()
    {
        _core.IsStopped = true;
        _core.Dispose();
    }

    /// <summary>A client's message, dropped when too many wait.</summary>
    public void Post(MatchMessage message) => _inbox.TryAdd(message);

    /// <summary>Somebody wants to join; false when too many wait.</summary>
    public bool TryAttempt(AttemptCall attempt)
    {
        var added = _inbox.TryAdd(attempt);
        if (added) _parts.Loop.Wake(this);
        return added;
    }

    /// <summary>A signal; false when too many wait or the match is over.</summary>
    public bool TrySignal(SignalCall signal)
    {
        var added = _inbox.TryAdd(signal);
        if (added) _parts.Loop.Wake(this);
        return added;
    }

    /// <summary>The presence events of these have been seen: they have arrived.</summary>
    public void Arrived(IReadOnlyList<MatchPresence> presences) => Call(new(CallKind.Arrived, presences));

    /// <summary>The presence events of these have been seen: they have left.</summary>
    public void Left(IReadOnlyList<MatchPresence> presences) => Call(new(CallKind.Left, presences));

    /// <summary>The server stops; the handler has this long to come to an end.</summary>
    public void Terminate(int graceSeconds) => Call(new(CallKind.Terminate, [], graceSeconds));

    /// <summary>The server stops now. The match ends, or waits for the server's next run.</summary>
    public void StopNow() => Call(new(CallKind.Stop, []));

    public void Send(MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string> sessionIds)
    {
        if (_recorded is null) _parts.Audience.Send(Key, sender, opCode, data, reliable, sessionIds);
    }

    public void Kick(IReadOnlyList<MatchPresence> presences)
    {
        if (_recorded is null) _parts.Audience.Kick(Key, presences);
    }

    public Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        if (_recorded is { } recorded) return recorded.Perform(function, arguments, perform);
        _tape.IsUrgent = true;
        return _live.Perform(function, arguments, perform);
    }

    protected internal override long Step(long now)
    {
        if (_core.IsStopped) return Finished;
        if (_inbox.HasCalls) RunCalls();
        if (!_core.IsStopped && now >= _due) Loop(now);
        if (!_core.IsStopped && now >= _terminateBy) StopWithServer();
        if (!_core.IsStopped && !ReferenceEquals(_listedLabel, _core.Label)) List();
        return _core.IsStopped ? Finished : Math.Min(_due, _terminateBy);
    }

    void RunCalls()
    {
        if (_inbox.HasOverflown) End(MatchEnding.TooSlow, "", disconnect: true);
        var waiting = _inbox.TakeCalls();
        foreach (var call in waiting.Calls) Run(call);
        foreach (var signal in waiting.Signals) Run(signal);
        foreach (var attempt in waiting.Attempts) Run(attempt);
    }

    void List()
    {
        _listedLabel = _core.Label;
        _parts.Index.Changed(this);
    }

    void Call(MatchCall call)
    {
        _inbox.Add(call);
        _parts.Loop.Wake(this);
    }

    void Run(MatchCall call)
    {
        if (_core.IsStopped) return;
        switch (call.Kind)
        {
            case CallKind.Arrived:
                _places.Settle(call.Presences);
                break;
            case CallKind.Left:
                Leave([.. call.Presences.Where(presence => _core.IsMember(presence.SessionId))]);
                break;
            case CallKind.Terminate:
                _terminateBy = _parts.Loop.Time.GetTimestamp() + call.GraceSeconds * _parts.Loop.Time.TimestampFrequency;
                var at = NowMs;
                _record.Terminate(at, call.GraceSeconds);
                Conclude(_guard.Run(() => _core.Terminate(at, call.GraceSeconds)));
                break;
            case CallKind.Stop:
                StopWithServer();
                break;
        }
    }

    void Run(SignalCall signal)
    {
        if (_core.IsStopped)
        {
            signal.Answer.TrySetResult(null);
            return;
        }

        var at = NowMs;
        _record.Signal(at, signal.Data);
        var verdict = _guard.Run(() => _core.Signal(at, signal.Data), result => new(result));
        Conclude(verdict.Result);
        signal.Answer.TrySetResult(verdict.Result.Course == MatchCourse.Continues ? verdict.Data : null);
    }

    void Run(AttemptCall attempt)
    {
        var presence = attempt.Presence;
        if (_core.IsStopped || attempt.SessionClosed.IsCancellationRequested)
        {
            attempt.Answer.TrySetResult(JoinAnswer.Refused);
            return;
        }

        if (_core.IsMember(presence.SessionId))
        {
            attempt.Answer.TrySetResult(new(true, "", _core.Label, _core.Members));
            return;
        }

        // Who comes back to a resumed match leaves with the session that was lost before joining with the new one, as after any lost connection.
        LeaveLost(_places.KeptFor(presence.UserId));
        if (_core.IsStopped)
        {
            attempt.Answer.TrySetResult(JoinAnswer.Refused);
            return;
        }

        var at = NowMs;
        _record.JoinAttempt(at, presence, attempt.Request);
        var verdict = _guard.Run(() => _core.AttemptJoin(at, presence, attempt.Request), result => new(result, false));
        Conclude(verdict.Result);
        if (!_core.IsStopped && verdict.Accepted)
        {
            var before = _core.Members;
            Accept(presence);
            attempt.Answer.TrySetResult(_core.IsStopped ? JoinAnswer.Refused : new(true, "", _core.Label, before));
            return;
        }

        attempt.Answer.TrySetResult(new(false, verdict.Reason, "", []));
    }

    /// <summary>The player is on the list from now on, and has to arrive on the match's stream within the deadline.</summary>
    void Accept(MatchPresence presence)
    {
        _places.Expect(presence, _core.Tick + Ticks(_parts.Settings.JoinMarkerDeadline));
        var at = NowMs;
        _record.Join(at, [presence]);
        Conclude(_guard.Run(() => _core.Join(at, [presence])));
    }

    void LeaveLost(IReadOnlyList<MatchPresence> presences)
    {
        if (presences.Count == 0) return;
        Leave([.. presences.Where(presence => _core.IsMember(presence.SessionId)).Select(presence => presence with { Reason = PresenceReason.Disconnect })]);
    }

    void Leave(IReadOnlyList<MatchPresence> presences)
    {
        if (presences.Count > 0) LeaveNow(presences);
    }

    /// <summary>A method of its own, since the closure in it would be made in every tick.</summary>
    void LeaveNow(IReadOnlyList<MatchPresence> presences)
    {
        _places.Settle(presences);
        var at = NowMs;
        _record.Leave(at, presences);
        Conclude(_guard.Run(() => _core.Leave(at, presences)));
    }

    void Loop(long now)
    {
        TraceNow();
        // A late match skips what it missed and goes on at its rate.
        var missed = (now - _due) / _period;
        _due += (missed + 1) * _period;
        if (missed > 0) _parts.Metrics.TicksSkipped.Add(missed);
        _parts.Metrics.Ticks.Add(1);

        var messages = _inbox.TakeMessages();
        var at = NowMs;
        _record.Loop(at, messages);
        var result = _guard.Loop(_core, at, messages);
        if (result.Course == MatchCourse.Continues) _record.Hash(_core.TakeHash());
        Conclude(result);
        if (!_core.IsStopped && _codeSeen != _parts.Code.Changes) ChangeCode();
        if (!_core.IsStopped) Leave(_places.NeverCame(_core));
        if (!_core.IsStopped) LeaveLost(_places.NotBack(_core.Tick));
        if (!_core.IsStopped) CheckEmpty();
        if (!_core.IsStopped && !_tape.HandOver(_core.Tick, now)) FallBehind();
    }

    /// <summary>Handlers may have new code: the match goes on with its handler's, where that takes it.</summary>
    void ChangeCode()
    {
        _codeSeen = _parts.Code.Changes;
        if (!new CodeChange(Key, Handler, _core, _tape, _guard, _parts).Run(NowMs, CreatedMs)) FallBehind();
    }

    void FallBehind() => End(MatchEnding.RecordingFellBehind, "the match's record could not be stored in time", disconnect: true);

    void CheckEmpty()
    {
        _emptyLoops = _core.Size == 0 ? _emptyLoops + 1 : 0;
        var max = _parts.Settings.MaxEmptySeconds;
        if (max > 0 && _emptyLoops >= (long)max * _core.TickRate) End(MatchEnding.LeftEmpty, "", disconnect: false);
    }

    /// <summary>The server stops, and with it what it hosts; unless the match is to go on in the server's next run.</summary>
    void StopWithServer()
    {
        if (!_parts.Settings.Resumes)
        {
            End(MatchEnding.ServerStopped, "", disconnect: false);
            return;
        }

        _core.FlushDeferred();
        _core.IsStopped = true;
        _ended(this);
        _parts.Audience.Close(Key);
        _inbox.Close();
        if (!_tape.TakePiece(_core.Tick)) _tape.End(new(MatchEnding.RecordingFellBehind, _core.Tick, ""));
        _core.Dispose();
    }

    void Conclude(StepResult result)
    {
        if (_core.IsStopped || result.Course == MatchCourse.Continues) return;
        var failed = result.Course == MatchCourse.Fails;
        if (result.IsCut) _record.Cut(_core.Calls);
        if (failed) _parts.Log.LogWarning("Match {Match} ({Handler}) failed: {Error}", Key, Handler, result.Error);
        End(failed ? MatchEnding.HandlerFailed : MatchEnding.HandlerStopped, result.Error ?? "", disconnect: failed);
    }

    void End(MatchEnding ending, string detail, bool disconnect)
    {
        if (_core.IsStopped) return;
        _core.FlushDeferred();
        _record.Hash(_core.TakeHash());
        _core.IsStopped = true;
        var members = _core.Members;
        _ended(this);
        _parts.Audience.Close(Key);
        if (disconnect) _parts.Audience.Disconnect(members);
        _inbox.Close();
        if (ending != MatchEnding.RecordingFellBehind && !_tape.TakePiece(_core.Tick)) ending = MatchEnding.RecordingFellBehind;
        _tape.End(new(ending, _core.Tick, detail));
        _core.Dispose();
    }

    long Ticks(TimeSpan time) => (long)time.TotalSeconds * _core.TickRate;
}
