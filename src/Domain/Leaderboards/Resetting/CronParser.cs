using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KaosNet.Domain.Leaderboards.Resetting;

/// <summary>Reads the text of a schedule (parity section 4.1).</summary>
static class CronParser
{
    static readonly string[] MonthNames =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    static readonly string[] WeekdayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    static readonly Field Second = new("second", 0, 59, []);
    static readonly Field Minute = new("minute", 0, 59, []);
    static readonly Field Hour = new("hour", 0, 23, []);
    static readonly Field DayOfMonth = new("day-of-month", 1, 31, []);
    static readonly Field Month = new("month", 1, 12, MonthNames);
    static readonly Field Weekday = new("day-of-week", 0, 7, WeekdayNames);
    static readonly Field Year = new("year", 1970, 2099, []);

    public static bool TryParse(string text, [NotNullWhen(true)] out CronFields? fields, [NotNullWhen(false)] out string? error)
    {
        fields = null;
        try
        {
            fields = Parse(text);
            error = null;
            return true;
        }
        catch (FormatException wrong)
        {
            error = wrong.Message;
            return false;
        }
    }

    static CronFields Parse(string text)
    {
        var words = Aliases.GetValueOrDefault(text.Trim(), text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 5) throw new FormatException("missing field(s)");

        var fields = new CronFields();
        var at = 0;
        if (words.Length >= 7) fields.Seconds = Bits(words[at++], Second);
        fields.Minutes = Bits(words[at++], Minute);
        fields.Hours = Bits(words[at++], Hour);
        ReadDaysOfMonth(words[at++], fields);
        fields.Months = Bits(words[at++], Month);
        ReadWeekdays(words[at++], fields);
        if (words.Length >= 6) fields.Years = ReadYears(words[at]);
        return fields;
    }

    static void ReadDaysOfMonth(string word, CronFields fields)
    {
        if (IsAny(word)) return;

        fields.RestrictsDayOfMonth = true;
        foreach (var part in word.Split(','))
        {
            if (IsWord(part, "L")) fields.LastDay = true;
            else if (IsWord(part, "LW")) fields.LastWeekday = true;
            else if (part.Length > 1 && part[^1] is 'W' or 'w') fields.NearestWeekdays |= 1UL << DayOfMonth.Number(part[..^1]);
            else fields.Days |= Bits(part, DayOfMonth);
        }
    }

    static void ReadWeekdays(string word, CronFields fields)
    {
        if (IsAny(word)) return;

        fields.RestrictsDayOfWeek = true;
        foreach (var part in word.Split(','))
        {
            var hash = part.IndexOf('#', StringComparison.Ordinal);
            if (hash > 0)
            {
                var nth = new Field("day-of-week", 1, 5, []).Number(part[(hash + 1)..]);
                fields.NthWeekdays |= 1UL << (((nth - 1) * 7) + (Weekday.Number(part[..hash]) % 7));
            }
            else if (part.Length > 1 && part[^1] is 'L' or 'l')
            {
                fields.LastOfWeekday |= 1UL << (Weekday.Number(part[..^1]) % 7);
            }
            else
            {
                var bits = Bits(part, Weekday);
                fields.Weekdays |= (bits & 0x7F) | (bits >> 7 & 1);
            }
        }
    }

    static BitArray? ReadYears(string word)
    {
        if (IsAny(word)) return null;

        var years = new BitArray(Year.Max - Year.Min + 1);
        foreach (var part in word.Split(','))
        {
            var (first, last, step) = Range(part, Year);
            for (var year = first; year <= last; year += step) years[year - Year.Min] = true;
        }

        return years;
    }

    static ulong Bits(string word, Field field)
    {
        ulong bits = 0;
        foreach (var part in word.Split(','))
        {
            var (first, last, step) = Range(part, field);
            for (var number = first; number <= last; number += step) bits |= 1UL << number;
        }

        return bits;
    }

    /// <summary>One of <c>*</c>, <c>a</c>, <c>a-b</c>, each with or without <c>/n</c>.</summary>
    static (int First, int Last, int Step) Range(string part, Field field)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? part : part[..slash];
        var step = slash < 0 ? 1 : new Field(field.Name, 1, field.Max, []).Number(part[(slash + 1)..]);
        // Sunday has two numbers; only one of them may count when steps are taken over the whole week.
        var max = field == Weekday && range is not "7" ? 6 : field.Max;
        if (IsAny(range)) return (field.Min, max, step);

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            var only = field.Number(range);
            return (only, slash < 0 ? only : max, step);
        }

        var first = field.Number(range[..dash]);
        var last = field.Number(range[(dash + 1)..]);
        return first <= last ? (first, last, step) : throw field.Wrong(range);
    }

    static bool IsAny(string word) => word is "*" or "?";

    static bool IsWord(string part, string word) => part.Equals(word, StringComparison.OrdinalIgnoreCase);

    sealed record Field(string Name, int Min, int Max, string[] Names)
    {
        /// <summary>A number within the field's limits, or the number of a name. Leading zeros are welcome.</summary>
        public int Number(string text)
        {
            for (var i = 0; i < Names.Length; i++)
            {
                if (IsWord(text, Names[i]) || IsWord(text, Names[i][..3])) return Min + i;
            }

            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Min && number <= Max
                ? number
                : throw Wrong(text);
        }

        public FormatException Wrong(string text) => new($"syntax error in {Name} field: '{text}'");
    }
}
