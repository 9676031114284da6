using System.Diagnostics.CodeAnalysis;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>
/// Who runs next: those that were woken and those whose moment has come, in the order in which that happened. Each is in one place, ready, in the wheel or running; who runs
/// and is woken meanwhile is ready when it is handed back. Not safe for threads, and knows none: tests turn it by hand.
/// </summary>
/// <param name="time">The clock whose timestamps are meant.</param>
sealed class TickSchedule(TimeProvider time)
{
    /// <summary>Half a millisecond each, so that a turn of the wheel is a little more than the second between two loops of the slowest match.</summary>
    const int SlotsASecond = 2000;

    readonly TimerWheel _timers = new(Math.Max(1, time.TimestampFrequency / SlotsASecond), time.GetTimestamp());
    readonly ReadyLine _ready = new();
    readonly Queue<Steppable> _rung = new();

    /// <summary>Whether somebody may run at once.</summary>
    public bool HasReady => _ready.Count > 0;

    /// <summary>The moment to look again when nobody is ready: never later than the next timer.</summary>
    public long Next => _timers.Next;

    /// <summary>Who will run after so many others, or null.</summary>
    public Steppable? Coming(int after) => _ready.Peek(after);

    /// <summary>Has it run as soon as possible.</summary>
    /// <returns>Whether it has become ready by this.</returns>
    public bool Wake(Steppable steppable)
    {
        if (steppable.Queued) return false;
        steppable.Queued = true;
        if (steppable.Running) return false;
        _timers.Disarm(steppable);
        _ready.Enqueue(steppable);
        return true;
    }

    /// <summary>The next to run by now, or null. It is running until it is handed back.</summary>
    public Steppable? Take(long now)
    {
        _timers.Turn(now, _rung);
        while (_rung.TryDequeue(out var rung))
        {
            rung.Queued = true;
            _ready.Enqueue(rung);
        }

        if (!_ready.TryDequeue(out var next)) return null;
        next.Queued = false;
        next.Running = true;
        return next;
    }

    /// <summary>It has run, and wants to run again at a moment. Who is late gets in line behind those that are ready.</summary>
    public void HandBack(Steppable steppable, long due, long now)
    {
        steppable.Running = false;
        if (steppable.Queued || due <= now)
        {
            steppable.Queued = true;
            _ready.Enqueue(steppable);
        }
        else if (due != Steppable.Finished)
        {
            _timers.Arm(steppable, due, steppable.Slack);
        }
    }
}

/// <summary>A queue that can be looked into.</summary>
sealed class ReadyLine
{
    Steppable?[] _all = new Steppable?[64];
    int _first;

    public int Count { get; private set; }

    /// <summary>The one after so many others, or null.</summary>
    public Steppable? Peek(int after) => after < Count ? _all[(_first + after) & (_all.Length - 1)] : null;

    public void Enqueue(Steppable steppable)
    {
        if (Count == _all.Length)
        {
            var larger = new Steppable?[2 * Count];
            for (var at = 0; at < Count; at++) larger[at] = Peek(at);
            (_all, _first) = (larger, 0);
        }

        _all[(_first + Count++) & (_all.Length - 1)] = steppable;
    }

    public bool TryDequeue([MaybeNullWhen(false)] out Steppable steppable)
    {
        steppable = Peek(0);
        if (steppable is null) return false;
        _all[_first] = null;
        _first = (_first + 1) & (_all.Length - 1);
        Count--;
        return true;
    }
}
