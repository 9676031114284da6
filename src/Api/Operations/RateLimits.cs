using System.Collections.Concurrent;

namespace KaosNet.Api.Operations;

/// <summary>
/// A token bucket for each operation and caller (the user, else the client's address). Off unless <c>rate_limit.requests_per_sec</c> is set.
/// </summary>
/// <remarks>
/// A bucket is one number, the time at which it is full again, moved by compare-and-swap. Buckets that are full are forgotten when there are
/// many; if all of <see cref="BucketsMax"/> are in use, further callers of an operation share one, so memory is bounded whoever calls.
/// </remarks>
public sealed class RateLimits
{
    /// <summary>Most buckets that are remembered.</summary>
    public const int BucketsMax = 100_000;

    const string Others = "\0others";

    readonly ConcurrentDictionary<(string Operation, string Who), Bucket> _buckets = new();
    readonly TimeProvider _time;
    readonly long _ticksPerToken;
    readonly int _burst;
    readonly long _started;
    readonly int _bucketsMax;
    int _sweeping;
    long _nextSweepAt;

    public RateLimits(FrontSettings settings, TimeProvider time)
        : this(settings, time, BucketsMax)
    {
    }

    /// <summary>With another bound on the number of buckets.</summary>
    public RateLimits(FrontSettings settings, TimeProvider time, int bucketsMax)
    {
        _time = time;
        _started = time.GetTimestamp();
        _bucketsMax = bucketsMax;
        _burst = Math.Max(1, settings.RequestBurst);
        _ticksPerToken = settings.RequestsPerSecond > 0 ? Math.Max(1, (long)(TimeSpan.TicksPerSecond / settings.RequestsPerSecond)) : 0;
    }

    /// <summary>How many buckets are remembered.</summary>
    public int Buckets => _buckets.Count;

    /// <summary>Takes a token. False with the seconds to wait, at least 1, when there is none.</summary>
    public bool TryTake(string operation, string who, out int retryAfterSeconds)
    {
        retryAfterSeconds = 0;
        if (_ticksPerToken == 0) return true;
        var now = _time.GetElapsedTime(_started).Ticks;
        if (!_buckets.TryGetValue((operation, who), out var bucket)) bucket = NewBucket(operation, who, now);
        return bucket.TryTake(now, _ticksPerToken, _burst, out retryAfterSeconds);
    }

    Bucket NewBucket(string operation, string who, long now)
    {
        if (_buckets.Count >= _bucketsMax) Sweep(now);
        return _buckets.Count >= _bucketsMax
            ? _buckets.GetOrAdd((operation, Others), static _ => new())
            : _buckets.GetOrAdd((operation, who), static _ => new());
    }

    void Sweep(long now)
    {
        // One caller sweeps at a time, at most once in the time a bucket takes to fill; the others go on.
        if (now < Volatile.Read(ref _nextSweepAt) || Interlocked.Exchange(ref _sweeping, 1) != 0) return;
        foreach (var (key, bucket) in _buckets)
            if (bucket.IsFull(now)) _buckets.TryRemove(key, out _);
        Volatile.Write(ref _nextSweepAt, now + Math.Min(_ticksPerToken * _burst, TimeSpan.TicksPerSecond));
        Volatile.Write(ref _sweeping, 0);
    }

    sealed class Bucket
    {
        long _fullAt;

        public bool IsFull(long now) => Volatile.Read(ref _fullAt) <= now;

        public bool TryTake(long now, long ticksPerToken, int burst, out int retryAfterSeconds)
        {
            while (true)
            {
                var seen = Volatile.Read(ref _fullAt);
                var next = Math.Max(seen, now) + ticksPerToken;
                var wait = next - now - (ticksPerToken * burst);
                if (wait > 0)
                {
                    retryAfterSeconds = (int)Math.Clamp((wait + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, 1, int.MaxValue);
                    return false;
                }
                if (Interlocked.CompareExchange(ref _fullAt, next, seen) != seen) continue;
                retryAfterSeconds = 0;
                return true;
            }
        }
    }
}
