using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>
/// Tick threads. All of them serve one queue of due matches, so a slow match delays only what no other thread is free for. A thread whose match
/// waits for an answer from outside (<see cref="StepAside"/>) does not count as busy: a spare one takes over, up to a bound.
/// </summary>
public sealed class TickLoop : ITickLoop, IDisposable
{
    [ThreadStatic] static TickLoop? _ofThisThread;

    readonly object _gate = new();
    readonly Queue<Steppable> _ready = new();
    readonly PriorityQueue<Steppable, long> _timers = new();
    readonly List<Thread> _threads = [];
    readonly ILogger _log;
    readonly int _workers;
    readonly int _threadsMax;
    int _idle;
    int _busy;
    int _aside;
    bool _timekeeperWaits;
    bool _stopping;

    /// <param name="time">The clock.</param>
    /// <param name="workers">Matches that may run at once; 0 for half the processors, at least one.</param>
    /// <param name="spares">Threads that may be added while others wait.</param>
    /// <param name="log">Where failures of steps go, which are bugs.</param>
    public TickLoop(TimeProvider time, int workers, int spares, ILogger<TickLoop> log)
    {
        Time = time;
        _log = log;
        _workers = workers > 0 ? workers : Math.Max(1, Environment.ProcessorCount / 2);
        _threadsMax = _workers + Math.Max(0, spares);
    }

    public TimeProvider Time { get; }

    /// <summary>Threads started so far.</summary>
    public int Threads
    {
        get { lock (_gate) return _threads.Count; }
    }

    public void Wake(Steppable steppable)
    {
        lock (_gate)
        {
            if (steppable.Queued) return;
            steppable.Queued = true;
            // One that runs right now is queued again by its own thread when it is through.
            if (steppable.Running) return;
            _ready.Enqueue(steppable);
            FindThread();
        }
    }

    public T StepAside<T>(Func<T> wait)
    {
        // An init callback runs on its creator's thread, which holds no place here.
        if (_ofThisThread != this) return wait();
        lock (_gate)
        {
            _aside++;
            FindThread();
        }

        try
        {
            return wait();
        }
        finally
        {
            lock (_gate) _aside--;
        }
    }

    /// <summary>Ends the threads after what they are running now.</summary>
    public void Dispose()
    {
        Thread[] threads;
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
            threads = [.. _threads];
        }

        foreach (var thread in threads)
            if (thread != Thread.CurrentThread) thread.Join();
    }

    void FindThread()
    {
        if (_stopping || _busy - _aside >= _workers) return;
        if (_idle > 0)
        {
            Monitor.PulseAll(_gate);
            return;
        }

        if (_threads.Count >= _threadsMax) return;
        var thread = new Thread(Work) { IsBackground = true, Name = "tick " + _threads.Count };
        _threads.Add(thread);
        thread.Start();
    }

    void Work()
    {
        _ofThisThread = this;
        var next = TakeNext(finished: null, 0);
        while (next is not null) next = TakeNext(next, StepSafely(next));
    }

    long StepSafely(Steppable steppable)
    {
        try
        {
            return steppable.Step(Time.GetTimestamp());
        }
        catch (Exception bug)
        {
            _log.LogError(bug, "A step failed; it will not run again");
            return Steppable.Finished;
        }
    }

    /// <summary>Hands back what was run and waits for the next, under one lock.</summary>
    Steppable? TakeNext(Steppable? finished, long due)
    {
        lock (_gate)
        {
            if (finished is not null) HandBack(finished, due);
            while (!_stopping)
            {
                var now = Time.GetTimestamp();
                RingTimers(now);
                if (_ready.Count > 0 && _busy - _aside < _workers)
                {
                    var next = _ready.Dequeue();
                    next.Queued = false;
                    next.Running = true;
                    _busy++;
                    if (_ready.Count > 0 || !_timekeeperWaits) FindThread();
                    return next;
                }

                WaitForWork(now);
            }

            return null;
        }
    }

    void HandBack(Steppable finished, long due)
    {
        _busy--;
        finished.Running = false;
        if (finished.Queued) _ready.Enqueue(finished);
        if (due < finished.ArmedFor)
        {
            finished.ArmedFor = due;
            _timers.Enqueue(finished, due);
        }
    }

    void RingTimers(long now)
    {
        while (_timers.TryPeek(out var steppable, out var due) && due <= now)
        {
            _timers.Dequeue();
            // Armed for an earlier moment since: that timer did the work.
            if (steppable.ArmedFor != due) continue;
            steppable.ArmedFor = Steppable.Finished;
            if (steppable.Queued) continue;
            steppable.Queued = true;
            if (!steppable.Running) _ready.Enqueue(steppable);
        }
    }

    /// <summary>One waiting thread keeps the time; the others sleep until they are called.</summary>
    void WaitForWork(long now)
    {
        _idle++;
        if (!_timekeeperWaits && _timers.TryPeek(out _, out var due))
        {
            _timekeeperWaits = true;
            var wait = Time.GetElapsedTime(now, due);
            Monitor.Wait(_gate, Math.Max(1, (int)Math.Min(wait.TotalMilliseconds, 60_000)));
            _timekeeperWaits = false;
        }
        else
        {
            Monitor.Wait(_gate);
        }

        _idle--;
    }
}
