using System.Numerics;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>
/// The timers of a tick loop: a wheel of slots that is turned with the clock. Whoever is due in the same slot is in the same list, so arming, disarming and moving on take
/// the same time with ten matches and with ten thousand. One turn is longer than the longest period of a match, a second; what is due later than that stays in its slot
/// while the wheel comes past. Not safe for threads.
/// </summary>
/// <param name="slotLength">Of a slot, in the timestamps of the clock; a timer rings up to this much late, or as late as it allows, and never early.</param>
/// <param name="now">The timestamp at which the wheel begins.</param>
sealed class TimerWheel(long slotLength, long now)
{
    public const int Slots = 2048;

    /// <summary>Timers of a slot that are asked for ahead, as it is long since anybody looked at them.</summary>
    const int Ahead = 6;

    readonly Slot?[] _slots = new Slot?[Slots];

    /// <summary>Empty lists, for the next slots that need one: only a few slots of the wheel are in use at a time.</summary>
    readonly Stack<Slot> _spare = new();

    /// <summary>A bit for each slot that has a timer.</summary>
    readonly ulong[] _used = new ulong[Slots / 64];

    /// <summary>Slots that have been turned over so far, counted from timestamp 0.</summary>
    long _turned = now / slotLength;

    /// <summary>Timers that stand.</summary>
    public int Count { get; private set; }

    /// <summary>The moment to turn the wheel again: of the next timer, or of one that is due turns later and stands in the same place. Never later than the next timer.</summary>
    public long Next => Count == 0 ? Steppable.Finished : (_turned + 1 + Distance(_turned + 1)) * slotLength;

    /// <summary>Has it ring at a moment, instead of the one it was armed for. What is past rings with the next slot.</summary>
    /// <param name="timer">Who rings.</param>
    /// <param name="due">The moment.</param>
    /// <param name="slack">How much later it may be, so that many ring together and fewer moments have to be waited for.</param>
    public void Arm(Steppable timer, long due, long slack = 0)
    {
        if (timer.TimerSlot != Steppable.NoTimer) Disarm(timer);
        var slot = Math.Max(_turned + 1, ((due - 1) / slotLength) + 1);
        if (slack >= 2 * slotLength)
        {
            // To the next multiple of a power of two of slots, which is where others come to as well.
            var grain = (long)BitOperations.RoundUpToPowerOf2((ulong)(slack / slotLength) + 1) / 2;
            slot = (slot + grain - 1) & -grain;
        }

        var place = Place(slot);
        if (_slots[place] is not { } list)
        {
            list = _slots[place] = _spare.TryPop(out var spare) ? spare : new();
            _used[place / 64] |= 1UL << place;
        }

        timer.TimerSlot = slot;
        list.Add(timer);
        Count++;
    }

    /// <summary>It does not ring any more.</summary>
    public void Disarm(Steppable timer)
    {
        if (timer.TimerSlot == Steppable.NoTimer) return;
        var place = Place(timer.TimerSlot);
        timer.TimerSlot = Steppable.NoTimer;
        Count--;
        var list = _slots[place]!;
        list.Remove(timer);
        if (list.Standing == 0) Empty(place);
    }

    /// <summary>How long the list of a moment's slot is.</summary>
    internal int PlacesOf(long due) => _slots[Place(((due - 1) / slotLength) + 1)]?.Length ?? 0;

    /// <summary>Turns the wheel to a moment and hands over whose timers ring on the way: slot by slot, and in a slot those first that were armed first.</summary>
    public void Turn(long now, Queue<Steppable> rung)
    {
        var until = now / slotLength;
        if (until <= _turned) return;
        // Late by more than a turn, each slot is looked at once all the same.
        var end = Math.Min(until, _turned + Slots);
        var slot = _turned;
        while (Count > 0 && (slot += 1 + Distance(slot + 1)) <= end) Ring(Place(slot), until, rung);
        _turned = until;
    }

    static int Place(long slot) => (int)(slot & (Slots - 1));

    void Ring(int place, long until, Queue<Steppable> rung)
    {
        var list = _slots[place]!;
        for (var at = 0; at < list.Length; at++)
        {
            list.AskFor(at + Ahead);
            if (list[at] is not { } timer || timer.TimerSlot > until) continue;
            timer.TimerSlot = Steppable.NoTimer;
            list.RemoveAt(at);
            Count--;
            rung.Enqueue(timer);
        }

        if (list.Standing == 0) Empty(place);
        else list.CloseRanks();
    }

    void Empty(int place)
    {
        var list = _slots[place]!;
        _slots[place] = null;
        _used[place / 64] &= ~(1UL << place);
        list.Clear();
        _spare.Push(list);
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

    /// <summary>
    /// Who is due in a slot, in the order of arming, side by side: links from one match to the next would have the wheel wait for the memory of each. Who is disarmed
    /// leaves a gap; gaps are closed when they are the greater part.
    /// </summary>
    sealed class Slot
    {
        Steppable?[] _all = new Steppable?[8];

        /// <summary>Places taken, gaps among them.</summary>
        public int Length { get; private set; }

        public int Standing { get; private set; }

        public Steppable? this[int at] => _all[at];

        public void Add(Steppable timer)
        {
            if (Length == _all.Length) Array.Resize(ref _all, 2 * Length);
            timer.TimerPlace = Length;
            _all[Length++] = timer;
            Standing++;
        }

        public void Remove(Steppable timer)
        {
            RemoveAt(timer.TimerPlace);
            if (Length > 2 * Standing + 8) CloseRanks();
        }

        public void RemoveAt(int at)
        {
            _all[at] = null;
            Standing--;
        }

        public void CloseRanks()
        {
            var to = 0;
            for (var from = 0; from < Length; from++)
            {
                if (_all[from] is not { } timer) continue;
                timer.TimerPlace = to;
                _all[to++] = timer;
            }

            Array.Clear(_all, to, Length - to);
            Length = to;
        }

        /// <summary>Gives up its gaps.</summary>
        public void Clear() => Length = 0;

        public void AskFor(int at)
        {
            if (MatchFootprint.IsOfUse && at < Length && _all[at] is { } timer) MatchFootprint.Ask(timer);
        }
    }
}
