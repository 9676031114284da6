using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Modules;

namespace KaosNet.Scripting.Server;

/// <summary>Checks of arguments that their types cannot say; the server's API names them.</summary>
internal static class ArgumentChecks
{
    /// <summary>Whether it says when a board starts over: a cron expression, or nothing.</summary>
    public static bool ResetSchedule(string schedule) =>
        schedule.Length == 0 || (schedule.Length <= Limits.ResetScheduleLengthMax && CronSchedule.TryParse(schedule, out _, out _));

    /// <summary>Whether an end is after a start, or there is none.</summary>
    public static bool AfterOrNone(long end, long start) => end == 0 || end > start;

    /// <summary>Whether an end is not before a start, where both are given.</summary>
    public static bool NotBefore(long? end, long? start) => end is not > 0 || end >= (start ?? -1);

    /// <summary>Whether modules may use a code of notifications where all that they may is allowed.</summary>
    public static bool NotificationCode(long code) => code is >= int.MinValue and <= int.MaxValue && Domain.Notifications.NotificationCode.IsForModules((int)code);

    /// <summary>Whether it is the id of a channel.</summary>
    public static bool ChannelId(string text) => Domain.Chat.ChannelId.Parse(text) is not null;

    /// <summary>Why it is no envelope of the realtime protocol; null when it is one.</summary>
    public static string? Envelope(JsonText json) => StreamFunctions.ProblemOf(json, out _);

    /// <summary>Whether it is any number but 0.</summary>
    public static bool NotZero(long? number) => number != 0;
}
