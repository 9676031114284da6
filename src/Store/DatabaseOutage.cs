using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Store;

/// <summary>
/// Whether the database is away, as told by those who talk to it. The log hears of it in one line when it goes and one when it is back: thousands of
/// requests that fail for the same reason are no news.
/// </summary>
public sealed class DatabaseOutage
{
    long _since;

    /// <summary>Where the two lines go.</summary>
    internal ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>How long it has been away; zero when it is not.</summary>
    public TimeSpan Duration => Volatile.Read(ref _since) is not 0 and var since ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>It could not be reached, or did not answer.</summary>
    public void Met(Exception cause)
    {
        if (Interlocked.CompareExchange(ref _since, Stopwatch.GetTimestamp(), 0) != 0) return;
        Logger.LogError("The database went away: {Cause}", (cause.InnerException ?? cause).Message);
    }

    /// <summary>It answered.</summary>
    public void IsOver()
    {
        if (Volatile.Read(ref _since) == 0) return;
        var since = Interlocked.Exchange(ref _since, 0);
        if (since != 0) Logger.LogWarning("The database answers again after {Seconds:0.0} s", Stopwatch.GetElapsedTime(since).TotalSeconds);
    }
}
