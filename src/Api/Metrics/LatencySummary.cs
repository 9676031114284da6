using System.Numerics;

namespace KaosNet.Api.Metrics;

/// <summary>
/// Times of one kind of work. Recording is three interlocked additions: times are counted in buckets whose width is a sixteenth of their size, so that a
/// quantile is right to some three percent, for the last ten minutes as in the reference.
/// </summary>
/// <param name="time">Whose timestamps are recorded.</param>
public sealed class LatencySummary(TimeProvider time)
{
    const int StepBits = 4;
    const int Steps = 1 << StepBits;

    /// <summary>Powers of two in nanoseconds: from one microsecond to two minutes.</summary>
    const int SmallestPower = 10;
    const int LargestPower = 36;

    internal const int Buckets = (LargestPower - SmallestPower + 1) * Steps;

    /// <summary>Quantiles look at the last five windows of two minutes.</summary>
    const int Windows = 5;
    static readonly TimeSpan WindowLength = TimeSpan.FromMinutes(2);

    readonly Window?[] _windows = new Window?[Windows];
    long _count;
    long _nanoseconds;

    /// <summary>Records the time from a timestamp to now.</summary>
    public void RecordSince(long started)
    {
        var now = time.GetTimestamp();
        Record(time.GetElapsedTime(started, now), now);
    }

    /// <summary>Records a time.</summary>
    public void Record(TimeSpan took) => Record(took, time.GetTimestamp());

    /// <summary>Adds what is recorded here to a sum.</summary>
    public void AddTo(LatencySum sum)
    {
        sum.Count += Volatile.Read(ref _count);
        sum.Nanoseconds += Volatile.Read(ref _nanoseconds);
        var oldest = WindowAt(time.GetTimestamp()) - Windows + 1;
        foreach (var window in _windows)
        {
            if (window is null || window.Number < oldest) continue;
            for (var bucket = 0; bucket < Buckets; bucket++) sum.Recent[bucket] += Volatile.Read(ref window.Counts[bucket]);
        }
    }

    /// <summary>The shortest time of a bucket, in nanoseconds; for the bucket after the last one the longest of that.</summary>
    internal static double StartOf(int bucket)
    {
        var power = SmallestPower + (bucket >> StepBits);
        return (1L << power) * (1 + (bucket & (Steps - 1)) / (double)Steps);
    }

    void Record(TimeSpan took, long now)
    {
        var nanoseconds = took.Ticks * TimeSpan.NanosecondsPerTick;
        Interlocked.Increment(ref Current(now).Counts[BucketOf(nanoseconds)]);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _nanoseconds, nanoseconds);
    }

    static int BucketOf(long nanoseconds)
    {
        if (nanoseconds < 1L << SmallestPower) return 0;
        var power = BitOperations.Log2((ulong)nanoseconds);
        if (power > LargestPower) return Buckets - 1;
        var step = (int)(nanoseconds >> (power - StepBits)) & (Steps - 1);
        return ((power - SmallestPower) << StepBits) + step;
    }

    long WindowAt(long timestamp) => timestamp / (time.TimestampFrequency * (long)WindowLength.TotalSeconds);

    Window Current(long now)
    {
        var number = WindowAt(now);
        ref var slot = ref _windows[number % Windows];
        var current = Volatile.Read(ref slot);
        if (current is not null && current.Number >= number) return current;
        var fresh = new Window(number);
        var found = Interlocked.CompareExchange(ref slot, fresh, current);
        return ReferenceEquals(found, current) ? fresh : found!;
    }

    sealed class Window(long number)
    {
        public long Number { get; } = number;

        public int[] Counts { get; } = new int[Buckets];
    }
}

/// <summary>Times of several kinds of work taken together, at one moment.</summary>
public sealed class LatencySum
{
    /// <summary>Recorded since the start.</summary>
    public long Count { get; set; }

    /// <summary>Their sum.</summary>
    public long Nanoseconds { get; set; }

    /// <summary>Those of the last minutes, by bucket.</summary>
    public long[] Recent { get; } = new long[LatencySummary.Buckets];

    /// <summary>The time that a share of the recent ones stays below, in seconds; NaN when there were none, as in the reference.</summary>
    public double Quantile(double share)
    {
        var total = Recent.Sum();
        if (total == 0) return double.NaN;
        var rank = share * total;
        for (var bucket = 0; bucket < Recent.Length; bucket++)
        {
            if (rank > Recent[bucket])
            {
                rank -= Recent[bucket];
                continue;
            }
            var start = LatencySummary.StartOf(bucket);
            return (start + (LatencySummary.StartOf(bucket + 1) - start) * rank / Recent[bucket]) / 1e9;
        }
        return LatencySummary.StartOf(Recent.Length) / 1e9;
    }
}
