using System.Collections.Concurrent;
using System.Security.Cryptography;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Recording;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>What every match of a host shares.</summary>
sealed record MatchHostParts(
    ITickLoop Loop, IMatchAudience Audience, MatchRecorder Recorder, MatchIndex Index, MatchSettings Settings, MatchMetrics Metrics, MatchRun Run,
    MatchCode Code, ILogger Log);

/// <summary>The tick host: all authoritative matches of this server.</summary>
public sealed class MatchHost
{
    readonly ConcurrentDictionary<Guid, AuthoritativeMatch> _matches = new();

    /// <summary>Matches of an earlier run that may still be resumed.</summary>
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> _expected = new();
    readonly MatchHostParts _parts;
    readonly IMatchScripts _scripts;
    readonly NodeName _node;
    readonly Dice _dice;
    volatile bool _stopping;

    /// <summary>The live one: ids and seeds that nobody can guess.</summary>
    public MatchHost(
        IMatchScripts scripts, ITickLoop loop, IMatchAudience audience, MatchRecorder recorder, MatchIndex index, MatchSettings settings,
        MatchMetrics metrics, NodeName node, MatchRun run, ILogger<MatchHost> log)
        : this(scripts, loop, audience, recorder, index, settings, metrics, node, run, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), log)
    {
    }

    /// <param name="seed">Where match ids and the seeds of matches come from.</param>
    internal MatchHost(
        IMatchScripts scripts, ITickLoop loop, IMatchAudience audience, MatchRecorder recorder, MatchIndex index, MatchSettings settings,
        MatchMetrics metrics, NodeName node, MatchRun run, ulong seed, ILogger<MatchHost> log)
    {
        _scripts = scripts;
        _node = node;
        _dice = new(seed);
        _parts = new(loop, audience, recorder, index, settings, metrics, run, new(scripts), log);
        metrics.Observe(() => _matches.Count);
    }

    /// <summary>Matches that run now.</summary>
    public int Count => _matches.Count;

    /// <summary>Starts a match: its init callback has run when this returns, on the calling thread.</summary>
    public Answer<string> Create(string handler, string parameters)
    {
        if (_stopping) return Fault.Unavailable("shutdown in progress");
        Guid id;
        ulong seed;
        lock (_dice) (id, seed) = (_dice.Uuid(), _dice.Bits());
        var match = new AuthoritativeMatch(new(id, _node.Name), handler, seed, _parts.Settings.DeferredQueueSize, _parts, Ended);
        var refusal = Open(match, handler, parameters);
        if (refusal is not null)
        {
            match.Dispose();
            return refusal;
        }

        _matches[id] = match;
        match.Start();
        // The server may have begun to stop in between.
        if (_stopping) match.StopNow();
        return match.Key.ToString();
    }

    /// <summary>Looks up a match of this server, or a relayed one; null when there is none.</summary>
    public Answer<MatchSummary?> Get(string matchId)
    {
        if (!MatchKey.TryParse(matchId, out var key)) return Fault.InvalidArgument("match id invalid");
        if (key.IsRelayed)
        {
            var size = _parts.Audience.SizeOfRelayed(key);
            return size == 0 ? (MatchSummary?)null : new MatchSummary(matchId, false, null, size, 0, "");
        }

        return Find(key) is not { } match
            ? (MatchSummary?)null
            : new MatchSummary(matchId, true, match.Core.Label, match.Core.Members.Count, match.Core.TickRate, match.Handler);
    }

    /// <summary>Sends a signal to a match of this server and waits for the handler's answer, at most the answer deadline.</summary>
    public async ValueTask<Answer<string>> Signal(string matchId, string data, CancellationToken cancel = default)
    {
        if (!MatchKey.TryParse(matchId, out var key)) return Fault.InvalidArgument("match id invalid");
        if (!await WhenThere(key, cancel) || Find(key) is not { } match) return Fault.NotFound("match not found");
        var signal = new SignalCall(data, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!match.TrySignal(signal)) return Busy;
        try
        {
            return await signal.Answer.Task.WaitAsync(_parts.Settings.AnswerDeadline, _parts.Loop.Time, cancel) is { } text ? text : Busy;
        }
        catch (TimeoutException)
        {
            return Busy;
        }
    }

    /// <summary>
    /// Somebody wants to join. Waits for the handler, at most the answer deadline; the handler may still accept later.
    /// </summary>
    /// <returns>The handler's answer; null when there is no such match; refused with the text for the client when too many wait.</returns>
    public async ValueTask<Answer<JoinAnswer?>> Join(MatchKey key, MatchPresence presence, JoinRequest request, CancellationToken sessionClosed)
    {
        if (!await WhenThere(key, sessionClosed)) return NotNow;
        if (Find(key) is not { } match) return (JoinAnswer?)null;
        var attempt = new AttemptCall(presence, request, new(TaskCreationOptions.RunContinuationsAsynchronously), sessionClosed);
        if (!match.TryAttempt(attempt)) return NotNow;
        try
        {
            return await attempt.Answer.Task.WaitAsync(_parts.Settings.AnswerDeadline, _parts.Loop.Time, sessionClosed);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return JoinAnswer.Refused;
        }
    }

    /// <summary>The members of this server's matches whose sockets are on a node, match by match.</summary>
    public IEnumerable<(MatchKey Match, IReadOnlyList<MatchPresence> Members)> MembersOn(string node)
    {
        foreach (var match in _matches.Values)
        {
            MatchPresence[] there = [.. match.Core.Members.Where(member => member.Node == node)];
            if (there.Length > 0) yield return (match.Key, there);
        }
    }

    /// <summary>A client's message for the next loop; dropped when the match is gone or its queue is full.</summary>
    public void Post(MatchKey key, MatchMessage message) => Find(key)?.Post(message);

    /// <summary>Presence events of a match's stream, before the clients hear of them.</summary>
    public void Presences(MatchKey key, IReadOnlyList<MatchPresence> joins, IReadOnlyList<MatchPresence> leaves)
    {
        if (Find(key) is not { } match) return;
        if (joins.Count > 0) match.Arrived(joins);
        if (leaves.Count > 0) match.Left(leaves);
    }

    /// <summary>
    /// Ends all matches: at once, or after their handlers have been told and had the grace period to come to an end.
    /// </summary>
    /// <param name="graceSeconds">0 for at once.</param>
    /// <param name="atOnce">Cuts the grace short.</param>
    public async Task Stop(int graceSeconds, CancellationToken atOnce)
    {
        _stopping = true;
        foreach (var match in _matches.Values)
        {
            if (graceSeconds > 0) match.Terminate(graceSeconds);
            else match.StopNow();
        }

        using var cut = atOnce.UnsafeRegister(host => ((MatchHost)host!).StopAll(), this);
        // Each match ends by itself at the end of the grace; the second more is for handlers that are in the middle of a step.
        await AllEnded.WaitAsync(TimeSpan.FromSeconds(graceSeconds + 1), _parts.Loop.Time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    Task AllEnded
    {
        get
        {
            if (_matches.IsEmpty) _allEnded.TrySetResult();
            return _allEnded.Task;
        }
    }

    static readonly Fault Busy = Fault.Unavailable("match busy");

    static readonly Fault NotNow = Fault.ResourceExhausted("Match is not currently accepting join requests");

    /// <summary>From now on a match may be resumed: who asks for it waits until that is decided.</summary>
    internal void Expect(Guid match) => _expected.TryAdd(match, new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>It is decided: the match is there, or will not be.</summary>
    internal void Decided(Guid match)
    {
        if (_expected.TryRemove(match, out var decided)) decided.TrySetResult();
    }

    /// <summary>A match that is to be run again from its record. Nobody knows it before <see cref="GoOn"/>.</summary>
    internal AuthoritativeMatch Again(MatchKey key, MatchCreated created) => new(key, created.Handler, created.Seed, created.DeferredMax, _parts, Ended);

    /// <summary>A match goes on from the end of its record.</summary>
    internal void GoOn(AuthoritativeMatch match, int pieces)
    {
        _matches[match.Key.Id] = match;
        match.GoOn(pieces);
        Decided(match.Key.Id);
        if (_stopping) match.StopNow();
    }

    /// <summary>Waits for a match that may be resumed. False when that takes too long.</summary>
    async ValueTask<bool> WhenThere(MatchKey key, CancellationToken cancel)
    {
        if (!_expected.TryGetValue(key.Id, out var decided)) return true;
        try
        {
            await decided.Task.WaitAsync(_parts.Settings.AnswerDeadline, _parts.Loop.Time, cancel);
            return true;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    AuthoritativeMatch? Find(MatchKey key) => key.Node == _node.Name ? _matches.GetValueOrDefault(key.Id) : null;

    Fault? Open(AuthoritativeMatch match, string handler, string parameters)
    {
        if (!_scripts.Open(handler, match.Core).IsGranted(out var opened, out var broken)) return broken;
        if (opened.Script is not { } script) return Fault.NotFound("error creating match: not found");
        return match.Init(script, parameters).Fault;
    }

    void StopAll()
    {
        foreach (var match in _matches.Values) match.StopNow();
    }

    void Ended(AuthoritativeMatch match)
    {
        _matches.TryRemove(match.Key.Id, out _);
        _parts.Index.Ended(match);
        if (_stopping && _matches.IsEmpty) _allEnded.TrySetResult();
    }
}
