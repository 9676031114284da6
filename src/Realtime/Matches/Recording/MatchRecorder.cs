using System.Collections.Concurrent;
using System.Threading.Channels;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matches.Recording;

/// <summary>
/// Stores the records of matches, off their threads. What a match hands over waits here for the database, within a bound for all matches
/// together; a match that does not fit any more is told so, and ends rather than go on unrecorded.
/// </summary>
public sealed class MatchRecorder : IAsyncDisposable
{
    const int Writers = 16;
    static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(10);

    /// <summary>How long a piece that nothing outside depends on waits for others: to wake a thread for each would cost as much as the match's ticks.</summary>
    static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    readonly Channel<MatchLog> _waiting = Channel.CreateUnbounded<MatchLog>();
    readonly ConcurrentQueue<MatchLog> _gathered = new();
    readonly Timer _gathering;
    readonly CancellationTokenSource _stop = new();
    readonly IJournal _journal;
    readonly TimeProvider _time;
    readonly ILogger _log;
    readonly long _bytesMax;
    readonly Task[] _writers;
    long _bytes;
    int _isGathering;
    int _drained;

    public MatchRecorder(IJournal journal, TimeProvider time, MatchSettings settings, ILogger<MatchRecorder> log)
    {
        _journal = journal;
        _time = time;
        _log = log;
        _bytesMax = settings.RecordingQueueBytes;
        _gathering = new(static recorder => ((MatchRecorder)recorder!).HandOver(), this, Timeout.Infinite, Timeout.Infinite);
        _writers = [.. Enumerable.Range(0, Writers).Select(_ => Task.Run(Write))];
    }

    /// <summary>Bytes handed over that are not stored yet.</summary>
    public long BytesWaiting => Interlocked.Read(ref _bytes);

    /// <summary>Starts the record of a match, or goes on with it.</summary>
    /// <param name="match">The match.</param>
    /// <param name="run">The run of the server that writes it.</param>
    public MatchLog Open(MatchKey match, string run) => new(this, match, run);

    /// <summary>Takes something into the queue unless it is full.</summary>
    /// <param name="log">The match's record.</param>
    /// <param name="command">What is to be stored.</param>
    /// <param name="bytes">How large that is.</param>
    /// <param name="always">It fits in any case: ends do, being small and last.</param>
    /// <param name="hasTime">It may wait a little for others.</param>
    internal bool Accept(MatchLog log, object command, int bytes, bool always = false, bool hasTime = false)
    {
        if (Interlocked.Add(ref _bytes, bytes) > _bytesMax && !always)
        {
            Interlocked.Add(ref _bytes, -bytes);
            return false;
        }

        if (log.Enqueue(command, bytes)) _gathered.Enqueue(log);
        if (!hasTime || Volatile.Read(ref _drained) != 0) HandOver();
        else if (Interlocked.Exchange(ref _isGathering, 1) == 0) _gathering.Change(Gathering, Timeout.InfiniteTimeSpan);
        return true;
    }

    /// <summary>Gives the writers what was gathered.</summary>
    void HandOver()
    {
        Volatile.Write(ref _isGathering, 0);
        while (_gathered.TryDequeue(out var log)) _waiting.Writer.TryWrite(log);
    }

    /// <summary>Stores what is waiting, within a deadline.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _drained, 1) != 0) return;
        await _gathering.DisposeAsync();
        HandOver();
        _waiting.Writer.TryComplete();
        _stop.CancelAfter(DrainDeadline);
        await Task.WhenAll(_writers);
        if (BytesWaiting > 0) _log.LogError("Match records were lost as the database could not take them: {Bytes} bytes", BytesWaiting);
        _stop.Dispose();
    }

    async Task Write()
    {
        await foreach (var log in _waiting.Reader.ReadAllAsync())
        {
            while (log.Next(out var command, out var bytes))
            {
                await Store(log, command);
                Interlocked.Add(ref _bytes, -bytes);
            }
        }
    }

    async Task Store(MatchLog log, object command)
    {
        if (log.IsBroken) return;
        var caller = Caller.System("matches", "RecordMatch") with { Cause = log.Match.ToString() };
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = TimeSpan.FromSeconds(Math.Min(5, pause.TotalSeconds * 2)))
        {
            try
            {
                var answer = await Execute(command, caller);
                if (answer.Fault is null) return;
                if (answer.Fault.Code is not (FaultCode.Unavailable or FaultCode.ResourceExhausted or FaultCode.DeadlineExceeded))
                {
                    log.IsBroken = true;
                    _log.LogError("The record of match {Match} cannot go on: {Fault}", log.Match, answer.Fault.Message);
                    return;
                }

                await Task.Delay(pause, _time, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                log.IsBroken = true;
                return;
            }
            catch (Exception failure)
            {
                log.IsBroken = true;
                _log.LogError(failure, "The record of match {Match} cannot go on", log.Match);
                return;
            }
        }
    }

    ValueTask<Answer<Done>> Execute(object command, Caller caller) => command switch
    {
        RecordMatchStart start => _journal.Execute(start, caller, _stop.Token),
        RecordMatchInputs inputs => _journal.Execute(inputs, caller, _stop.Token),
        RecordMatchCodeChange change => _journal.Execute(change, caller, _stop.Token),
        RecordMatchEnd end => _journal.Execute(end, caller, _stop.Token),
        _ => throw new InvalidOperationException($"{command.GetType()} is no part of a match record."),
    };
}

/// <summary>The record of one match on its way to the store, in order.</summary>
public sealed class MatchLog
{
    readonly MatchRecorder _recorder;
    readonly Queue<(object Command, int Bytes)> _queue = new();
    bool _beingWritten;

    readonly string _run;

    internal MatchLog(MatchRecorder recorder, MatchKey match, string run) => (_recorder, Match, _run) = (recorder, match, run);

    internal MatchKey Match { get; }

    /// <summary>Set when a piece was lost: what follows it would be worth nothing.</summary>
    internal bool IsBroken { get; set; }

    string Id => Match.Id.ToString("D");

    /// <summary>Hands the beginning over. False when the queue is full.</summary>
    public bool Start(MatchCreated start) => _recorder.Accept(this, new RecordMatchStart(Id, start), 256 + start.Parameters.Length);

    /// <summary>Hands a piece over. False when the queue is full or the record is broken: the match must end.</summary>
    public bool Inputs(MatchInputsRecorded piece, bool hasTime) =>
        !IsBroken && _recorder.Accept(this, new RecordMatchInputs(Id, _run, piece), 64 + piece.Steps.Length, hasTime: hasTime);

    /// <summary>Hands a change of the match's code over. False when the queue is full or the record is broken: the match must end.</summary>
    public bool CodeChanged(MatchCodeChanged change) =>
        !IsBroken && _recorder.Accept(this, new RecordMatchCodeChange(Id, _run, change), 128 + change.Step.Length, always: false);

    /// <summary>Hands the end over.</summary>
    public void End(MatchEnded end) => _recorder.Accept(this, new RecordMatchEnd(Id, _run, end), 64 + end.Detail.Length, always: true);

    /// <summary>True when somebody has to be found who writes this match.</summary>
    internal bool Enqueue(object command, int bytes)
    {
        lock (_queue)
        {
            _queue.Enqueue((command, bytes));
            if (_beingWritten) return false;
            return _beingWritten = true;
        }
    }

    internal bool Next(out object command, out int bytes)
    {
        lock (_queue)
        {
            if (_queue.TryDequeue(out var next))
            {
                (command, bytes) = next;
                return true;
            }

            _beingWritten = false;
            (command, bytes) = (this, 0);
            return false;
        }
    }
}
