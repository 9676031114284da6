namespace KaosNet.Store.Journal;

/// <summary>The moments of decisions: whole microseconds, which is what the store keeps, and never backwards.</summary>
sealed class JournalClock(TimeProvider time)
{
    long _last;

    public DateTimeOffset Now()
    {
        var now = time.GetUtcNow().UtcTicks;
        now -= now % TimeSpan.TicksPerMicrosecond;
        var last = Volatile.Read(ref _last);
        while (now > last)
        {
            var seen = Interlocked.CompareExchange(ref _last, now, last);
            if (seen == last) return new(now, TimeSpan.Zero);
            last = seen;
        }

        return new(last, TimeSpan.Zero);
    }
}
