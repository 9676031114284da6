using System.Collections.Concurrent;
using System.Threading.Channels;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Leaderboards;
using KaosNet.Realtime.Scripts;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Realtime.Leaderboards;

/// <summary>
/// Calls the game's functions when windows of tournaments close and periods of boards end, on one server at a time, and catches up what was missed.
/// See <c>docs/decisions/0013-resets-and-ends-fire-exactly-once.md</c>.
/// </summary>
public sealed class BoardScheduler : BackgroundService
{
    /// <summary>How long the plan is slept over at most: a wall clock can be set.</summary>
    static readonly TimeSpan NapMax = TimeSpan.FromSeconds(1);

    readonly LeaderboardDirectory _boards;
    readonly BoardMarks _marks;
    readonly IBoardFunctions _functions;
    readonly IJournal _journal;
    readonly BoardCaller _caller;
    readonly BoardSchedulerSettings _settings;
    readonly Database _database;
    readonly TimeProvider _time;
    readonly ILogger<BoardScheduler> _log;
    readonly FeedTurn _turn;
    readonly Channel<Call> _calls;
    readonly ConcurrentQueue<Call> _finished = new();
    readonly ConcurrentDictionary<string, byte> _changed = new(StringComparer.Ordinal);
    readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly Dictionary<BoardCallback, (long Through, int Boards)> _passing = [];
    BoardPlan? _plan;
    Task<bool>? _waking;
    long? _turnAt;
    long _passedAt;
    int _waiting;

    public BoardScheduler(
        LeaderboardDirectory boards, BoardMarks marks, IBoardFunctions functions, IJournal journal, TransactionRunner transactions,
        BoardSchedulerSettings settings, Database database, TimeProvider time, ILogger<BoardScheduler> log)
    {
        (_boards, _marks, _functions, _journal, _settings, _database, _time, _log) = (boards, marks, functions, journal, settings, database, time, log);
        _caller = new(functions, journal, transactions, database.Outage, log);
        _turn = new(database, FeedTurn.LockOf("schedule", database.Schema));
        _calls = Channel.CreateBounded<Call>(settings.QueueMax);
    }

    /// <summary>How often it looked at its plan.</summary>
    internal long Rounds { get; private set; }

    /// <summary>Calls that were handed out and are not finished.</summary>
    internal int Waiting => _waiting;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A module that the next start brings is not called for what passed without it.
        if (_plan is not null && _database.Outage.Duration == TimeSpan.Zero) await KeepPassing(cancellationToken);
        await _turn.Leave();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _boards.Watch(Note);
        var workers = Enumerable.Range(0, _settings.Workers).Select(_ => Task.Run(() => Work(stoppingToken), CancellationToken.None)).ToList();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await Round(stoppingToken);
                    Rounds++;
                    await Nap(stoppingToken);
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    break;
                }
#pragma warning disable CA1031 // Whatever it is, it must not end the schedule; the next round tries again.
                catch (Exception failed)
#pragma warning restore CA1031
                {
                    _plan = null;
                    if (failed is NpgsqlException or DatabaseAwayException) _database.Outage.Met(failed);
                    else _log.LogError(failed, "The schedule of boards could not be looked after");
                    await Task.Delay(NapMax, _time, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
                }
            }
        }
        finally
        {
            _boards.Unwatch(Note);
            _calls.Writer.TryComplete();
            await Task.WhenAll(workers);
        }
    }

    void Note(string board)
    {
        _changed[board] = 0;
        _wake.Writer.TryWrite(true);
    }

    async Task Round(CancellationToken cancel)
    {
        if (!await IsOurTurn(cancel)) return;
        while (_finished.TryDequeue(out var call))
        {
            Finish(call);
            _waiting--;
        }

        await TakeChanges(cancel);

        var now = Now;
        while (_waiting < _settings.QueueMax && _plan!.TryTake(now, out var due))
        {
            var occurrence = due.Next!.Value;
            if (_functions.Has(occurrence.Callback))
            {
                _waiting++;
                _calls.Writer.TryWrite(new(_plan, due, occurrence));
            }
            else
            {
                _plan.Done(due, occurrence.Callback, now);
                var (_, boards) = _passing.GetValueOrDefault(occurrence.Callback);
                _passing[occurrence.Callback] = (now, boards + 1);
            }
        }

        if (now - _passedAt >= (long)_settings.BetweenPasses.TotalSeconds) await KeepPassing(cancel);
    }

    /// <summary>Asked for once a second at most.</summary>
    async Task<bool> IsOurTurn(CancellationToken cancel)
    {
        var now = _time.GetTimestamp();
        if (_turnAt is { } at && _time.GetElapsedTime(at, now) < NapMax) return _plan is not null;
        _turnAt = now;
        if (!await _turn.IsOurs(cancel))
        {
            _plan = null;
            return false;
        }

        _plan ??= await Load(cancel);
        return true;
    }

    async Task<BoardPlan> Load(CancellationToken cancel)
    {
        _changed.Clear();
        _passing.Clear();
        Dictionary<BoardCallback, long> passed = [];
        foreach (var callback in BoardCallbacks.All)
        {
            var answer = await _journal.Execute(new PassPeriods(callback), Caller.System("schedules", callback.NameOf()), cancel);
            if (!answer.IsGranted(out var through, out var fault)) throw new InvalidOperationException("What passed cannot be read: " + fault.Message);
            passed[callback] = through;
        }

        var marks = await _marks.All(cancel);
        var plan = new BoardPlan(passed);
        foreach (var board in await _boards.All(cancel))
        {
            var mark = marks.GetValueOrDefault(board.Id);
            plan.Put(board, mark?.EndedThrough ?? 0, mark?.ResetThrough ?? 0);
        }

        return plan;
    }

    async Task TakeChanges(CancellationToken cancel)
    {
        foreach (var id in _changed.Keys)
        {
            // Before it is looked at, so that what happens meanwhile is noted again.
            _changed.TryRemove(id, out _);
            if (await _boards.Find(id, cancel) is { } board) _plan!.Put(board);
            else _plan!.Remove(id);
        }
    }

    void Finish(Call call)
    {
        // A plan that was given up in between knows nothing of it; the mark does.
        if (!ReferenceEquals(call.Plan, _plan)) return;
        var board = call.Due;
        switch (call.Outcome)
        {
            case CallOutcome.Done:
                _plan.Done(board, call.Occurrence.Callback, call.Occurrence.At);
                break;
            case CallOutcome.Failed:
                var pause = _settings.Pauses[Math.Min(board.Attempts, _settings.Pauses.Count - 1)];
                board.Attempts++;
                board.LastFailure = call.Reason;
                _plan.Again(board, board.Attempts > _settings.Pauses.Count ? Now : After(pause));
                break;
            default:
                _plan.Again(board, After(_settings.Rest));
                break;
        }
    }

    async Task Work(CancellationToken stopping)
    {
        await foreach (var call in _calls.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                if (stopping.IsCancellationRequested) continue;
                var (board, attempts) = (call.Board, call.Due.Attempts);
                (call.Outcome, call.Reason) = attempts > _settings.Pauses.Count
                    ? await _caller.GiveUp(board, call.Occurrence, call.Due.LastFailure, attempts, stopping)
                    : await _caller.Call(board, call.Occurrence, stopping);
                if (call.Outcome is CallOutcome.Hindered)
                {
                    _log.LogWarning(
                        "{Callback} of {Board} is tried again later: {Reason}", call.Occurrence.Callback.NameOf(), board.Id, call.Reason);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                continue;
            }
#pragma warning disable CA1031 // Whatever broke with one board must not end the work on all others.
            catch (Exception broken)
#pragma warning restore CA1031
            {
                call.Outcome = CallOutcome.Hindered;
                if (broken is NpgsqlException or DatabaseAwayException) _database.Outage.Met(broken);
                else _log.LogError(broken, "{Callback} of {Board} could not be called", call.Occurrence.Callback.NameOf(), call.Board.Id);
            }

            _finished.Enqueue(call);
            _wake.Writer.TryWrite(true);
        }
    }

    /// <summary>Keeps up to when periods passed without a function for them; rarely, since it only matters to functions that are registered later.</summary>
    async Task KeepPassing(CancellationToken cancel)
    {
        foreach (var (callback, (through, boards)) in _passing.ToList())
        {
            var answer = await _journal.Execute(
                new PassPeriods(callback, through, boards), Caller.System("schedules", callback.NameOf()), cancel);
            if (answer.Fault is { } fault)
            {
                _log.LogWarning("That periods passed cannot be kept yet: {Reason}", fault.Message);
                return;
            }

            _passing.Remove(callback);
            _passedAt = through;
        }
    }

    /// <summary>Until something is due, was called or has changed; never for long.</summary>
    async Task Nap(CancellationToken cancel)
    {
        var begun = _time.GetTimestamp();
        var nap = NapMax;
        if (_plan?.Earliest is { } due && _waiting < _settings.QueueMax)
        {
            var until = DateTimeOffset.FromUnixTimeSeconds(due) + _settings.Delay - _time.GetUtcNow();
            if (until < nap) nap = until;
            if (nap <= TimeSpan.Zero) return;
        }

        _waking ??= _wake.Reader.ReadAsync(cancel).AsTask();
        using var overslept = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var delay = Task.Delay(nap, _time, overslept.Token);
        // A clock that was moved between the reading and the delay has waited long enough.
        if (_time.GetElapsedTime(begun) < nap) await Task.WhenAny(_waking, delay);
        await overslept.CancelAsync();
        cancel.ThrowIfCancellationRequested();
        if (_waking.IsCompleted) _waking = null;
    }

    /// <summary>The plan's clock is late by the delay: nothing that was decided before an instant is on its way any more when its function runs.</summary>
    long Now => (_time.GetUtcNow() - _settings.Delay).ToUnixTimeSeconds();

    long After(TimeSpan pause) => (_time.GetUtcNow() - _settings.Delay + pause).ToUnixTimeSeconds();

    /// <summary>A call on its way to a worker and back.</summary>
    sealed class Call(BoardPlan plan, PlannedBoard due, BoardOccurrence occurrence)
    {
        public BoardPlan Plan => plan;

        public PlannedBoard Due => due;

        public BoardOccurrence Occurrence => occurrence;

        /// <summary>Its rules as they were when it became due.</summary>
        public Domain.Leaderboards.Leaderboard Board { get; } = due.Board;

        public CallOutcome Outcome { get; set; }

        public string Reason { get; set; } = "";
    }
}
