namespace KaosNet.Scripting.Lua;

/// <summary>
/// Counting instructions makes a script two to three times slower, so nothing is counted while a call is short: a thread of the process looks at the
/// running calls every few milliseconds, and has those counted that it saw twice. It sleeps while no script runs.
/// </summary>
internal static class LuaWatch
{
    private const int Pause = 10;

    /// <summary>Quiet looks before it goes to sleep, so that ticks and requests need not wake it each time.</summary>
    private const int QuietLooks = 20;

    private static readonly Lock Gate = new();
    private static readonly List<Place> Places = [];
    private static readonly AutoResetEvent Wakened = new(false);
    private static volatile bool _asleep;
    private static bool _started;

    [ThreadStatic]
    private static Place? _own;

    /// <summary>A call begins on this thread. What it returns goes to <see cref="Leave"/>.</summary>
    public static unsafe nint Enter(LuaControl* control, out Place place)
    {
        place = _own ?? Register();
        place.Serial++;
        var outer = place.Change((nint)control, from: null);
        if (_asleep) Wakened.Set();
        return outer;
    }

    /// <summary>The call is over: from here on the state may be freed. A call of another state around it goes on.</summary>
    public static unsafe void Leave(Place place, LuaControl* control, nint outer) => place.Change(outer, (nint)control);

    private static Place Register()
    {
        var place = _own = new Place(Thread.CurrentThread);
        lock (Gate)
        {
            Places.Add(place);
            if (_started) return place;
            _started = true;
        }

        new Thread(Look) { IsBackground = true, Name = "script watch" }.Start();
        return place;
    }

    private static void Look()
    {
        var quiet = 0;
        while (true)
        {
            Wakened.WaitOne(Pause);
            quiet = LookOnce() ? 0 : quiet + 1;
            if (quiet < QuietLooks) continue;
            _asleep = true;
            Interlocked.MemoryBarrier();
            // Who came before the mark was seen is found by this look; who comes later sees it.
            if (!LookOnce()) Wakened.WaitOne();
            _asleep = false;
            quiet = 0;
        }
    }

    /// <summary>Has calls counted that run for long; tells whether any runs.</summary>
    private static bool LookOnce()
    {
        lock (Gate)
        {
            var any = false;
            for (var at = Places.Count - 1; at >= 0; at--)
            {
                any |= Places[at].Look();
                if (!Places[at].IsOfDeadThread) continue;
                Places[at] = Places[^1];
                Places.RemoveAt(Places.Count - 1);
            }

            return any;
        }
    }

    /// <summary>What a thread runs. Written by the thread, and for a moment by the watch, which marks what it holds on to.</summary>
    internal sealed class Place(Thread thread)
    {
        private const nint Held = 1;

        public long Serial;
        private nint _running;
        private long _seen = -1;

        public bool IsOfDeadThread => !thread.IsAlive;

        /// <summary>Puts another call into the place, as soon as the watch does not hold on to the one that is there.</summary>
        public nint Change(nint next, nint? from)
        {
            var spin = default(SpinWait);
            while (true)
            {
                var there = from ?? Volatile.Read(ref _running);
                if ((there & Held) == 0 && Interlocked.CompareExchange(ref _running, next, there) == there) return there;
                spin.SpinOnce();
            }
        }

        public unsafe bool Look()
        {
            var running = Volatile.Read(ref _running);
            if (running == 0) return false;
            var serial = Volatile.Read(ref Serial);
            if (serial != _seen)
            {
                _seen = serial;
                return true;
            }

            if (Interlocked.CompareExchange(ref _running, running | Held, running) != running) return true;
            // The thread cannot leave the call now, so its state is there.
            if (Volatile.Read(ref Serial) == serial) LuaControl.CountFromOutside((LuaControl*)running);
            Volatile.Write(ref _running, running);
            return true;
        }
    }
}
