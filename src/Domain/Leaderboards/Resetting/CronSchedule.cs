using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace KaosNet.Domain.Leaderboards.Resetting;

/// <summary>
/// The instants at which a board starts over, always UTC and in whole seconds, from 1970 to 2099. The dialect is that of parity section 4.1:
/// five fields (minute hour day-of-month month day-of-week), six with a trailing year, seven with leading seconds as well.
/// </summary>
public sealed class CronSchedule
{
    const int CachedMax = 4096;
    const int YearFirst = 1970;
    const int YearLast = 2099;

    static readonly ConcurrentDictionary<string, CronSchedule> Parsed = new(StringComparer.Ordinal);

    readonly CronFields _fields;

    CronSchedule(string text, CronFields fields) => (Text, _fields) = (text, fields);

    /// <summary>The schedule as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">Fields or an alias such as <c>@daily</c>.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="error">What is wrong with the text, e.g. <c>missing field(s)</c>.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (Parsed.TryGetValue(text, out schedule)) return true;
        if (!CronParser.TryParse(text, out var fields, out error)) return false;

        schedule = new(text, fields);
        if (Parsed.Count < CachedMax) Parsed.TryAdd(text, schedule);
        return true;
    }

    /// <summary>The first instant strictly after <paramref name="moment"/>, or null when there is none until 2099.</summary>
    public DateTimeOffset? Next(DateTimeOffset moment)
    {
        var start = moment.UtcDateTime;
        if (start.Year < YearFirst) start = new DateTime(YearFirst, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(-1);
        // A fraction of a second never matters: the first whole second after the moment is the first candidate.
        var from = new DateTime(start.Ticks - (start.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc).AddSeconds(1);
        if (IsDay(from.Year, from.Month, from.Day) && TimeFrom(from.Hour, from.Minute, from.Second) is { } today) return At(from.Date, today);

        for (var month = FirstOfMonth(from); month.Year <= YearLast; month = month.AddMonths(1))
        {
            if (!HasMonth(month)) continue;
            var firstDay = month.Year == from.Year && month.Month == from.Month ? from.Day + 1 : 1;
            var days = (ulong)DaysOf(month.Year, month.Month) >> firstDay << firstDay;
            if (days != 0) return At(month.AddDays(BitOperations.TrailingZeroCount(days) - 1), TimeFrom(0, 0, 0)!.Value);
        }

        return null;
    }

    /// <summary>The last instant strictly before <paramref name="moment"/>, or null when there is none since 1970.</summary>
    public DateTimeOffset? Last(DateTimeOffset moment)
    {
        var start = moment.UtcDateTime;
        if (start.Year > YearLast) start = new DateTime(YearLast + 1, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        // Strictly before, so a whole second itself does not count, but the second that a fraction has begun does.
        var until = start.AddTicks(-1);
        if (until.Year < YearFirst) return null;
        if (IsDay(until.Year, until.Month, until.Day) && TimeUntil(until.Hour, until.Minute, until.Second) is { } today) return At(until.Date, today);

        for (var month = FirstOfMonth(until); month.Year >= YearFirst; month = month.AddMonths(-1))
        {
            if (!HasMonth(month)) continue;
            var days = DaysOf(month.Year, month.Month);
            if (month.Year == until.Year && month.Month == until.Month) days &= (1u << until.Day) - 1;
            if (days != 0) return At(month.AddDays(BitOperations.Log2(days) - 1), TimeUntil(23, 59, 59)!.Value);
        }

        return null;
    }

    public override string ToString() => Text;

    static DateTime FirstOfMonth(DateTime moment) => new(moment.Year, moment.Month, 1, 0, 0, 0, DateTimeKind.Utc);

    static DateTimeOffset At(DateTime day, int secondOfDay) => new(day.AddSeconds(secondOfDay), TimeSpan.Zero);

    bool HasMonth(DateTime month) => _fields.HasYear(month.Year) && (_fields.Months >> month.Month & 1) != 0;

    bool IsDay(int year, int month, int day) =>
        year is >= YearFirst and <= YearLast && _fields.HasYear(year) && (_fields.Months >> month & 1) != 0 && (DaysOf(year, month) >> day & 1) != 0;

    /// <summary>The first second of a day, at or after the given time, that the schedule names.</summary>
    int? TimeFrom(int hour, int minute, int second)
    {
        for (var h = FirstAt(_fields.Hours, hour); h >= 0; h = FirstAt(_fields.Hours, h + 1))
        {
            for (var m = FirstAt(_fields.Minutes, h == hour ? minute : 0); m >= 0; m = FirstAt(_fields.Minutes, m + 1))
            {
                var s = FirstAt(_fields.Seconds, h == hour && m == minute ? second : 0);
                if (s >= 0) return (((h * 60) + m) * 60) + s;
            }
        }

        return null;
    }

    /// <summary>The last second of a day, at or before the given time, that the schedule names.</summary>
    int? TimeUntil(int hour, int minute, int second)
    {
        for (var h = LastAt(_fields.Hours, hour); h >= 0; h = LastAt(_fields.Hours, h - 1))
        {
            for (var m = LastAt(_fields.Minutes, h == hour ? minute : 59); m >= 0; m = LastAt(_fields.Minutes, m - 1))
            {
                var s = LastAt(_fields.Seconds, h == hour && m == minute ? second : 59);
                if (s >= 0) return (((h * 60) + m) * 60) + s;
            }
        }

        return null;
    }

    static int FirstAt(ulong bits, int from)
    {
        var rest = from > 63 ? 0 : bits >> from << from;
        return rest == 0 ? -1 : BitOperations.TrailingZeroCount(rest);
    }

    static int LastAt(ulong bits, int until)
    {
        var rest = until < 0 ? 0 : bits & (ulong.MaxValue >> (63 - until));
        return rest == 0 ? -1 : BitOperations.Log2(rest);
    }

    /// <summary>The days of a month that match, as bits 1 to 31. When both day fields are restricted, either one is enough.</summary>
    uint DaysOf(int year, int month)
    {
        var length = DateTime.DaysInMonth(year, month);
        var all = (uint)((1UL << (length + 1)) - 2);
        if (!_fields.RestrictsDayOfMonth && !_fields.RestrictsDayOfWeek) return all;

        uint days = 0;
        if (_fields.RestrictsDayOfMonth) days |= _fields.DaysOfMonth(year, month, length);
        if (_fields.RestrictsDayOfWeek) days |= _fields.DaysByWeekday(year, month, length);
        return days & all;
    }
}
