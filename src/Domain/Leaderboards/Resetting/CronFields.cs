using System.Collections;
using System.Numerics;

namespace KaosNet.Domain.Leaderboards.Resetting;

/// <summary>The fields of a schedule as sets of numbers; bit n stands for n.</summary>
sealed class CronFields
{
    public ulong Seconds { get; set; } = 1;

    public ulong Minutes { get; set; }

    public ulong Hours { get; set; }

    public ulong Months { get; set; }

    /// <summary>Years from 1970, or null for every year.</summary>
    public BitArray? Years { get; set; }

    public bool RestrictsDayOfMonth { get; set; }

    public bool RestrictsDayOfWeek { get; set; }

    /// <summary>Plain days of the month.</summary>
    public ulong Days { get; set; }

    /// <summary>Days of the month of which the nearest weekday is meant.</summary>
    public ulong NearestWeekdays { get; set; }

    public bool LastDay { get; set; }

    public bool LastWeekday { get; set; }

    /// <summary>Plain days of the week, 0 is Sunday.</summary>
    public ulong Weekdays { get; set; }

    /// <summary>Days of the week of which the last one in the month is meant.</summary>
    public ulong LastOfWeekday { get; set; }

    /// <summary>The k-th day d of the week in the month, as bit (k - 1) * 7 + d.</summary>
    public ulong NthWeekdays { get; set; }

    public bool HasYear(int year) => Years is null || Years[year - 1970];

    public uint DaysOfMonth(int year, int month, int length)
    {
        var days = (uint)Days;
        if (LastDay) days |= 1u << length;
        if (LastWeekday) days |= 1u << NearestWeekday(year, month, length, length);
        for (var rest = NearestWeekdays; rest != 0; rest &= rest - 1)
        {
            var day = BitOperations.TrailingZeroCount(rest);
            if (day <= length) days |= 1u << NearestWeekday(year, month, day, length);
        }

        return days;
    }

    public uint DaysByWeekday(int year, int month, int length)
    {
        uint days = 0;
        var weekday = (int)new DateOnly(year, month, 1).DayOfWeek;
        for (var day = 1; day <= length; day++, weekday = (weekday + 1) % 7)
        {
            var matches = (Weekdays >> weekday & 1) != 0
                || (NthWeekdays >> (((day - 1) / 7 * 7) + weekday) & 1) != 0
                || ((LastOfWeekday >> weekday & 1) != 0 && day + 7 > length);
            if (matches) days |= 1u << day;
        }

        return days;
    }

    /// <summary>A Saturday gives way to the Friday before and a Sunday to the Monday after, but never across the month's ends.</summary>
    static int NearestWeekday(int year, int month, int day, int length) => new DateOnly(year, month, day).DayOfWeek switch
    {
        DayOfWeek.Saturday => day > 1 ? day - 1 : day + 2,
        DayOfWeek.Sunday => day < length ? day + 1 : day - 2,
        _ => day,
    };
}
