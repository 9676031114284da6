using System.Globalization;
using System.Text;

namespace KaosNet.Scripting.Lua;

/// <summary>os.time, os.date and os.clock: always in UTC, and in deterministic states by the clock the host sets.</summary>
internal static class LuaClock
{
    private const long SecondsMax = 253_402_300_799;
    private const long SecondsMin = -62_135_596_800;
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    public static LuaResult Clock(ref LuaCall call)
    {
        var options = call.Owner.Options;
        return call.Return(options.Deterministic
            ? call.Owner.Clock
            : options.Time.GetTimestamp() / (double)options.Time.TimestampFrequency);
    }

    public static LuaResult Time(ref LuaCall call)
    {
        if (call.IsNil(1)) return call.Return((long)Math.Floor(Now(call.Owner)));
        if (!call.Table(1)) return call.Fail();
        var year = Field(ref call, "year", null);
        var month = Field(ref call, "month", null);
        var day = Field(ref call, "day", null);
        var hour = Field(ref call, "hour", 12);
        var minute = Field(ref call, "min", 0);
        var second = Field(ref call, "sec", 0);
        if (call.Failed) return call.Fail();

        // Months and days may run over, as in C: the 32nd is the 1st of the month after.
        var months = (year * 12) + (month - 1);
        if (months is < 12 or > 12 * 9999) return call.Fail("time result cannot be represented");
        var start = new DateTime((int)(months / 12), (int)(months % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var seconds = ((DateTimeOffset)start).ToUnixTimeSeconds() + ((day - 1) * 86400) + (hour * 3600) + (minute * 60) + second;
        return call.Return(seconds);
    }

    public static LuaResult Date(ref LuaCall call)
    {
        var format = call.OptionalText(1, "%c")!;
        var seconds = call.IsNil(2) ? (long)Math.Floor(Now(call.Owner)) : call.Integer(2);
        if (call.Failed) return call.Fail();
        if (seconds is < SecondsMin or > SecondsMax) return call.Fail("date result cannot be represented");
        var date = Epoch.AddSeconds(seconds);
        if (format.StartsWith('!')) format = format[1..];
        return format.StartsWith("*t", StringComparison.Ordinal) ? Parts(ref call, date) : Written(ref call, format, date);
    }

    private static double Now(LuaState owner) =>
        owner.Options.Deterministic ? owner.Clock : (owner.Options.Time.GetUtcNow() - Epoch).TotalSeconds;

    private static long Field(ref LuaCall call, string name, long? otherwise)
    {
        var kind = call.Stack.PushField(1, Encoding.ASCII.GetBytes(name));
        var found = call.Stack.TryNumber(-1, out var number);
        if (!found && kind == LuaKind.Text) found = double.TryParse(call.Stack.Text(-1), CultureInfo.InvariantCulture, out number);
        call.Stack.Pop();
        if (found && Math.Abs(number) < 1e11) return LuaNumbers.Truncate(number);
        if (!found && otherwise is { } value) return value;
        call.Fail($"field '{name}' missing in date table");
        return 0;
    }

    /// <summary>Sunday is day 0 here, a habit of the server whose scripts these are.</summary>
    private static LuaResult Parts(ref LuaCall call, DateTimeOffset date)
    {
        call.Stack.PushTable(0, 9);
        call.Stack.SetField("year"u8, date.Year);
        call.Stack.SetField("month"u8, date.Month);
        call.Stack.SetField("day"u8, date.Day);
        call.Stack.SetField("hour"u8, date.Hour);
        call.Stack.SetField("min"u8, date.Minute);
        call.Stack.SetField("sec"u8, date.Second);
        call.Stack.SetField("wday"u8, (int)date.DayOfWeek);
        call.Stack.SetField("yday"u8, date.DayOfYear);
        call.Stack.SetField("isdst"u8, false);
        return call.ReturnPushed(1);
    }

    private static LuaResult Written(ref LuaCall call, string format, DateTimeOffset date)
    {
        var text = new StringBuilder(format.Length + 16);
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%' || at + 1 == format.Length) text.Append(format[at]);
            else text.Append(Piece(format[++at], date));
        }

        return call.Return(text.ToString());
    }

    private static string Piece(char letter, DateTimeOffset date)
    {
        string As(string pattern) => date.ToString(pattern, CultureInfo.InvariantCulture);
        return letter switch
        {
            'a' => As("ddd"),
            'A' => As("dddd"),
            'b' => As("MMM"),
            'B' => As("MMMM"),
            'c' => As("dd MMM yy HH:mm 'UTC'"),
            'd' => As("dd"),
            'F' => As("yyyy-MM-dd"),
            'H' => As("HH"),
            'I' => As("hh"),
            'M' => As("mm"),
            'm' => As("MM"),
            'p' => As("tt"),
            'P' => date.Hour < 12 ? "am" : "pm",
            'S' => As("ss"),
            'x' => As("MM/dd/yy"),
            'X' => As("HH:mm:ss"),
            'y' => As("yy"),
            'Y' => As("yyyy"),
            'z' => "+0000",
            'Z' => "UTC",
            'w' => ((int)date.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            '%' => "%",
            _ => "%" + letter,
        };
    }
}
