using System.Numerics;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>
/// The timers of a tick loop: a wheel of slots that is turned with the clock. Whoever is due in the same slot is in the same list, so arming, disarming and moving on take
/// the same time with ten matches and with ten thousand, and no memory: the links are the matches' own. One turn is longer than the longest period of a match, a second;
/// what is due later than that stays in its slot while the wheel comes past. Not safe for threads.
/// </summary>
/// <param name="slotLength">Of a slot, in the timestamps of the clock; a timer rings up to this much late, and never early.</param>
/// <param name="now">The timestamp at which the wheel begins.</param>
sealed class TimerWheel(long slotLength, long now)
{
    public const int Slots = 2048;

    readonly Steppable?[] _first = new Steppable?[Slots];

    /// <summary>A bit for each slot that has a timer.</summary>
    readonly ulong[] _used = new ulong[Slots / 64];

    /// <summary>Slots that have been turned over so far, counted from timestamp 0.</summary>
    long _turned = now / slotLength;

    /// <summary>Timers that stand.</summary>
    public int Count { get; private set; }

    /// <summary>The moment to turn the wheel again: of the next timer, or of one that is due turns later and stands in the same place. Never later than the next timer.</summary>
    public long Next => Count == 0 ? Steppable.Finished : (_turned + 1 + Distance(_turned + 1)) * slotLength;

    /// <summary>Has it ring at a moment, instead of the one it was armed for. What is past rings with the next slot.</summary>
    public void Arm(Steppable timer, long due)
    {
        if (timer.TimerSlot != Steppable.NoTimer) Disarm(timer);
        var slot = Math.Max(_turned + 1, ((due - 1) / slotLength) + 1);
        timer.TimerSlot = slot;
        Count++;
        ref var first = ref _first[Place(slot)];
        if (first is null)
        {
            first = timer.TimerNext = timer.TimerPrevious = timer;
            _used[Place(slot) / 64] |= 1UL << Place(slot);
            return;
        }

        // Behind the last one, which comes before the first.
        var last = first.TimerPrevious!;
        (timer.TimerPrevious, timer.TimerNext) = (last, first);
        last.TimerNext = first.TimerPrevious = timer;
    }

    /// <summary>It does not ring any more.</summary>
    public void Disarm(Steppable timer)
    {
        if (timer.TimerSlot == Steppable.NoTimer) return;
        var place = Place(timer.TimerSlot);
        timer.TimerSlot = Steppable.NoTimer;
        Count--;
        ref var first = ref _first[place];
        if (timer.TimerNext == timer)
        {
            first = null;
            _used[place / 64] &= ~(1UL << place);
        }
        else
        {
            if (first == timer) first = timer.TimerNext;
            timer.TimerNext!.TimerPrevious = timer.TimerPrevious;
            timer.TimerPrevious!.TimerNext = timer.TimerNext;
        }

        timer.TimerNext = timer.TimerPrevious = null;
    }

    /// <summary>Turns the wheel to a moment and hands over whose timers ring on the way: slot by slot, and in a slot those first that were armed first.</summary>
    public void Turn(long now, Queue<Steppable> rung)
    {
        var until = now / slotLength;
        if (until <= _turned) return;
        // Late by more than a turn, each slot is looked at once all the same.
        var end = Math.Min(until, _turned + Slots);
        var slot = _turned;
        while (Count > 0 && (slot += 1 + Distance(slot + 1)) <= end) Ring(slot, until, rung);
        _turned = until;
    }

    static int Place(long slot) => (int)(slot & (Slots - 1));

    void Ring(long slot, long until, Queue<Steppable> rung)
    {
        var timer = _first[Place(slot)]!;
        var last = timer.TimerPrevious!;
        while (true)
        {
            var next = timer.TimerNext!;
            var isLast = timer == last;
            if (timer.TimerSlot <= until)
            {
                Disarm(timer);
                rung.Enqueue(timer);
            }

            if (isLast) return;
            timer = next;
        }
    }

    /// <summary>Slots from this one to the next that has a timer. There is one.</summary>
    int Distance(long slot)
    {
        var place = Place(slot);
        var word = place / 64;
        var bits = _used[word] >> (place & 63);
        if (bits != 0) return BitOperations.TrailingZeroCount(bits);
        var distance = 64 - (place & 63);
        while (true)
        {
            word = (word + 1) & (_used.Length - 1);
            if (_used[word] != 0) return distance + BitOperations.TrailingZeroCount(_used[word]);
            distance += 64;
        }
    }
}
