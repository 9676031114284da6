namespace KaosNet.Realtime.Sessions;

/// <summary>So many a second on average, and some at once. Used by one thread at a time; kept as one number, the moment at which nothing is used up.</summary>
/// <param name="perSecond">0 for no limit.</param>
/// <param name="burst">How many may come at once.</param>
sealed class Allowance(int perSecond, int burst, TimeProvider time)
{
    public static readonly Allowance Unlimited = new(0, 0, TimeProvider.System);

    readonly long _each = perSecond > 0 ? Math.Max(1, time.TimestampFrequency / perSecond) : 0;
    long _fullAt;

    public bool IsFull => _fullAt <= time.GetTimestamp();

    /// <summary>Takes one; false when there is none left for now.</summary>
    public bool TryTake()
    {
        if (_each == 0) return true;
        var now = time.GetTimestamp();
        var next = Math.Max(_fullAt, now) + _each;
        if (next - now > _each * Math.Max(1L, burst)) return false;
        _fullAt = next;
        return true;
    }
}
