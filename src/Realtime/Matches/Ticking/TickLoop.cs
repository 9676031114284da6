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
    readonly TickSchedule _schedule;
    readonly List<Thread> _threads = [];
    readonly ILogger _log;
    readonly int _workers;
    readonly int _threadsMax;
    int _idle;
    int _busy;
    int _aside;
    int _starting;

    /// <summary>When the timekeeper wakes, or never.</summary>
    long _keptUntil = Steppable.Finished;
    bool _stopping;

    /// <param name="time">The clock.</param>
    /// <param name="workers">Matches that may run at once; 0 for half the processors, at least one.</param>
    /// <param name="spares">Threads that may be added while others wait.</param>
    /// <param name="log">Where failures of steps go, which are bugs.</param>
    public TickLoop(TimeProvider time, int workers, int spares, ILogger<TickLoop> log)
    {
        Time = time;
        _schedule = new(time);
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
            if (_schedule.Wake(steppable)) FindThread();
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

    /// <summary>Whether one more may run now.</summary>
    bool HasPlace => _busy - _aside < _workers;

    void FindThread()
    {
        if (_stopping || !HasPlace) return;
        if (_idle > 0)
        {
            Monitor.Pulse(_gate);
            return;
        }

        // One that has just been started looks for itself.
        if (_starting > 0 || _threads.Count >= _threadsMax) return;
        _starting++;
        var thread = new Thread(Work) { IsBackground = true, Name = "tick " + _threads.Count };
        _threads.Add(thread);
        thread.Start();
    }

    void Work()
    {
        _ofThisThread = this;
        var next = TakeNext(finished: null, 0, out var coming, out var now);
        while (next is not null)
        {
            coming.Approach();
            next = TakeNext(next, StepSafely(next, now), out coming, out now);
        }
    }

    long StepSafely(Steppable steppable, long now)
    {
        try
        {
            return steppable.Step(now);
        }
        catch (Exception bug)
        {
            _log.LogError(bug, "A step failed; it will not run again");
            return Steppable.Finished;
        }
    }

    /// <summary>Hands back what was run and waits for the next, under one lock.</summary>
    Steppable? TakeNext(Steppable? finished, long due, out Coming coming, out long now)
    {
        coming = default;
        lock (_gate)
        {
            now = Time.GetTimestamp();
            if (finished is null)
            {
                _starting--;
            }
            else
            {
                _busy--;
                _schedule.HandBack(finished, due, now);
            }

            for (; !_stopping; now = Time.GetTimestamp())
            {
                if (HasPlace && _schedule.Take(now) is { } next)
                {
                    _busy++;
                    coming = new(_schedule.Coming(0), _schedule.Coming(1), _schedule.Coming(2));
                    // While this one runs, somebody else takes what is ready, or keeps the time, as far as there are places.
                    if (_schedule.HasReady || _schedule.Next < _keptUntil) FindThread();
                    return next;
                }

                WaitForWork(now);
            }

            return null;
        }
    }

    /// <summary>One waiting thread keeps the time, that for the earliest timer; the others sleep until they are called. With no place free nobody needs to.</summary>
    void WaitForWork(long now)
    {
        _idle++;
        var until = _schedule.Next;
        if (HasPlace && until < _keptUntil)
        {
            _keptUntil = until;
            var wait = Math.Ceiling(Time.GetElapsedTime(now, until).TotalMilliseconds);
            Monitor.Wait(_gate, (int)Math.Clamp(wait, 1, 60_000));
            if (_keptUntil == until) _keptUntil = Steppable.Finished;
        }
        else
        {
            Monitor.Wait(_gate);
        }

        _idle--;
    }

    /// <summary>Who runs after the one that is taken. Their memory comes nearer in three steps, since one tells where the next is.</summary>
    readonly record struct Coming(Steppable? First, Steppable? Second, Steppable? Third)
    {
        public void Approach()
        {
            if (!MatchFootprint.IsOfUse) return;
            if (Third is not null) MatchFootprint.Ask(Third, AuthoritativeMatch.Bytes);
            Second?.Approach(isNext: false);
            First?.Approach(isNext: true);
        }
    }
}
