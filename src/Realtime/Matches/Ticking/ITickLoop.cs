namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>What turns matches: threads of its own when live (<see cref="TickLoop"/>), a test's hand otherwise (<see cref="ManualTickLoop"/>).</summary>
public interface ITickLoop
{
    /// <summary>The clock that ticks are timed by.</summary>
    TimeProvider Time { get; }

    /// <summary>Has this run as soon as a thread is free; never two threads at once. Cheap, from any thread.</summary>
    void Wake(Steppable steppable);

    /// <summary>Runs something that makes the calling tick thread wait, while another thread may take its place.</summary>
    T StepAside<T>(Func<T> wait);
}

/// <summary>Something that a tick loop runs: when woken, and when the moment comes that it asked for.</summary>
public abstract class Steppable
{
    /// <summary>Returned by <see cref="Step"/>: never again.</summary>
    public const long Finished = long.MaxValue;

    internal const long NoTimer = -1;

    internal bool Running { get; set; }

    internal bool Queued { get; set; }

    /// <summary>The moment for which a timer of a <see cref="ManualTickLoop"/> stands, or <see cref="Finished"/>.</summary>
    internal long ArmedFor { get; set; } = Finished;

    /// <summary>Its slot in the <see cref="TimerWheel"/>, or <see cref="NoTimer"/>.</summary>
    internal long TimerSlot { get; set; } = NoTimer;

    /// <summary>Its place in that slot.</summary>
    internal int TimerPlace { get; set; }

    /// <summary>How much later than it asked for it may run, in timestamps of the loop's clock, so that it runs together with others.</summary>
    internal long Slack { get; set; }

    /// <summary>It will run soon, so that its memory may be asked for: after a few others, or after the one that runs now. May do nothing, and must not change anything.</summary>
    protected internal virtual void Approach(bool isNext)
    {
    }

    /// <summary>Does what is due. Must not throw.</summary>
    /// <param name="now">Timestamp of the loop's clock.</param>
    /// <returns>Timestamp of the next moment to be run at, or <see cref="Finished"/>.</returns>
    protected internal abstract long Step(long now);
}
