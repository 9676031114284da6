using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Utilities;

/// <summary>
/// Schedules: five fields (minute, hour, day of the month, month, day of the week), six with a year at the end, seven with seconds in front as well, or
/// <c>@yearly</c>, <c>@monthly</c>, <c>@weekly</c>, <c>@daily</c>, <c>@hourly</c>; with <c>L</c>, <c>W</c> and <c>#</c>; in UTC, from 1970 to 2099.
/// </summary>
public interface ICronFunctions
{
    /// <summary>The first instant after a moment that a schedule names, in Unix seconds; -62135596800 if there is none.</summary>
    /// <param name="expression">The schedule.</param>
    /// <param name="timestamp">The moment in Unix seconds, which does not count itself.</param>
    [ServerFunction("cron_next", Cost = 2_000)]
    long CronNext(
        [Expects("expects cron string")] string expression,
        [Expects("expects a timestamp"), Between(-62135596800, 253402300799)] long timestamp);

    /// <summary>The last instant before a moment that a schedule names, in Unix seconds; -62135596800 if there is none.</summary>
    /// <param name="expression">The schedule.</param>
    /// <param name="timestamp">The moment in Unix seconds, which does not count itself.</param>
    [ServerFunction("cron_prev", Cost = 2_000)]
    long CronPrev(
        [Expects("expects cron string")] string expression,
        [Expects("expects a timestamp"), Between(-62135596800, 253402300799)] long timestamp);
}
