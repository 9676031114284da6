using System.Text;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Time, ids and JSON: what belongs to the language.</summary>
internal static class UtilityFunctions
{
    public static LuaLibrary AddUtilities(this LuaLibrary library) => library
        .AddJson()
        .Add("time", static (ref LuaCall call) => Time(ref call))
        .Add("uuid_v4", static (ref LuaCall call) => call.Return(ScriptScene.Of(ref call).NewUuid().ToString("D")));

    /// <summary>Milliseconds now, or of a moment given as a table in UTC.</summary>
    private static LuaResult Time(ref LuaCall call)
    {
        if (call.IsNil(1)) return call.Return(ScriptScene.Of(ref call).UnixMs);
        if (!call.Table(1)) return call.Fail();
        var months = (Field(ref call, "year"u8, null) * 12) + Field(ref call, "month"u8, null) - 1;
        var days = Field(ref call, "day"u8, null) - 1;
        var seconds = (Field(ref call, "hour"u8, 12) * 3600) + (Field(ref call, "min"u8, 0) * 60) + Field(ref call, "sec"u8, 0);
        var milliseconds = Field(ref call, "msec"u8, 0);
        if (call.Failed) return call.Fail();
        if (months is < 12 or >= 12 * 9999) return call.Wrong(1, "expects a date from the year 1 to 9998");
        var month = new DateTimeOffset((int)(months / 12), (int)(months % 12) + 1, 1, 0, 0, 0, TimeSpan.Zero);
        return call.Return(month.ToUnixTimeMilliseconds() + (((days * 86400) + seconds) * 1000) + milliseconds);
    }

    private static long Field(ref LuaCall call, ReadOnlySpan<byte> name, long? otherwise)
    {
        call.Stack.PushField(1, name);
        var found = call.Stack.TryNumber(-1, out var number);
        call.Stack.Pop();
        if (found && Math.Abs(number) < 1e10) return (long)number;
        if (!found && otherwise is { } value) return value;
        call.Wrong(1, $"field '{Encoding.ASCII.GetString(name)}' missing in date table");
        return 0;
    }
}
