using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Modules;
using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.Server;

/// <summary>Schedules, as those of boards.</summary>
internal sealed class CronFunctions : ICronFunctions
{
    public long CronNext(string expression, long timestamp) =>
        Seconds(Parsed(expression).Next(DateTimeOffset.FromUnixTimeSeconds(timestamp)));

    public long CronPrev(string expression, long timestamp) =>
        Seconds(Parsed(expression).Last(DateTimeOffset.FromUnixTimeSeconds(timestamp)));

    private static CronSchedule Parsed(string expression) => CronSchedule.TryParse(expression, out var schedule, out var problem)
        ? schedule
        : throw new RefusedException(StatusCode.InvalidArgument, "expects a valid cron string: " + problem);

    /// <summary>No instant is the zero of times, as the reference has it.</summary>
    private static long Seconds(DateTimeOffset? instant) => (instant ?? DateTimeOffset.MinValue).ToUnixTimeSeconds();
}
