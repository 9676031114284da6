namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>
/// A tick loop that a test turns by hand, on its own thread and its own clock. Its timers are a heap and not the <see cref="TimerWheel"/>, whose slots would round the
/// moments that tests expect to the tick of the clock.
/// </summary>
public sealed class ManualTickLoop : ITickLoop
{
    readonly Queue<Steppable> _ready = new();
    readonly PriorityQueue<Steppable, (long Due, long Order)> _timers = new();
    readonly Clock _clock;
    long _order;

    /// <param name="start">What the clock shows at first.</param>
    public ManualTickLoop(DateTimeOffset start) => _clock = new(start);

    public TimeProvider Time => _clock;

    public void Wake(Steppable steppable)
    {
        lock (_ready)
        {
            if (steppable.Queued) return;
            steppable.Queued = true;
            _ready.Enqueue(steppable);
        }
    }

    public T StepAside<T>(Func<T> wait) => wait();

    /// <summary>Runs everything that was woken.</summary>
    public void RunReady()
    {
        while (TakeReady() is { } steppable) Run(steppable);
    }

    /// <summary>Moves the clock on, running everything that comes due on the way at its very moment.</summary>
    public void Advance(TimeSpan by)
    {
        RunReady();
        var until = _clock.Ticks + by.Ticks;
        while (_timers.TryPeek(out var steppable, out var moment) && moment.Due <= until)
        {
            _timers.Dequeue();
            if (steppable.ArmedFor != moment.Due) continue;
            steppable.ArmedFor = Steppable.Finished;
            _clock.Ticks = Math.Max(_clock.Ticks, moment.Due);
            Run(steppable);
            RunReady();
        }

        _clock.Ticks = until;
    }

    Steppable? TakeReady()
    {
        lock (_ready)
        {
            if (!_ready.TryDequeue(out var steppable)) return null;
            steppable.Queued = false;
            return steppable;
        }
    }

    void Run(Steppable steppable)
    {
        var due = steppable.Step(_clock.Ticks);
        if (due >= steppable.ArmedFor) return;
        steppable.ArmedFor = due;
        _timers.Enqueue(steppable, (due, _order++));
    }

    sealed class Clock(DateTimeOffset start) : TimeProvider
    {
        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;

        public override DateTimeOffset GetUtcNow() => start.AddTicks(Ticks);
    }
}
