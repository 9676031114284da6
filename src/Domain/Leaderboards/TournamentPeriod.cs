using System.Runtime.InteropServices;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Domain.Leaderboards;

/// <summary>Where a tournament stands at a moment: its window and the period that the window lies in, in Unix seconds (parity section 6.2).</summary>
/// <param name="StartActive">When the window opens.</param>
/// <param name="EndActive">When the window closes; never after the period.</param>
/// <param name="Expiry">When the period ends, which is its name; 0 for never.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TournamentPeriod(long StartActive, long EndActive, long Expiry)
{
    /// <summary>Scores are taken.</summary>
    public bool IsOpenAt(DateTimeOffset now) => now.ToUnixTimeSeconds() is var second && StartActive <= second && second < EndActive;

    /// <summary>Joining and giving attempts are possible, also before the window opens.</summary>
    public bool IsJoinableAt(DateTimeOffset now) => now.ToUnixTimeSeconds() < EndActive;

    /// <summary>What lists show as open: the closing second still counts.</summary>
    public bool ShowsOpenAt(DateTimeOffset now) => now.ToUnixTimeSeconds() is var second && StartActive <= second && second <= EndActive;

    /// <summary>The period at a second; a window never reaches into the next period, so that windows of one tournament never overlap.</summary>
    internal static TournamentPeriod At(long now, CronSchedule? schedule, long start, long end, int duration)
    {
        TournamentPeriod period;
        if (schedule is null)
        {
            period = new(start, start + duration, 0);
        }
        else
        {
            period = Of(now < start ? After(schedule, start) ?? start : Begun(schedule, now) ?? After(schedule, now) ?? start, schedule, duration);
            if (start > period.EndActive) period = Of(After(schedule, start) ?? start, schedule, duration);
            else if (start > period.StartActive) period = period with { StartActive = start };
        }

        // What never ends by itself ends with the tournament, too.
        return end > 0 && (period.Expiry == 0 || period.Expiry > end)
            ? period with { Expiry = end, EndActive = Math.Min(period.EndActive, end) }
            : period;
    }

    static TournamentPeriod Of(long startActive, CronSchedule schedule, int duration)
    {
        var expiry = After(schedule, startActive);
        var endActive = startActive + duration;
        return new(startActive, expiry is { } reset ? Math.Min(endActive, reset) : endActive, expiry ?? 0);
    }

    /// <summary>The schedule's instant at the second or the last one before it.</summary>
    static long? Begun(CronSchedule schedule, long second) => schedule.Last(DateTimeOffset.FromUnixTimeSeconds(second + 1))?.ToUnixTimeSeconds();

    static long? After(CronSchedule schedule, long second) => schedule.Next(DateTimeOffset.FromUnixTimeSeconds(second))?.ToUnixTimeSeconds();
}
