using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Time, ids and codecs: what needs nothing of the server.</summary>
internal static class UtilityFunctions
{
    public static LuaLibrary AddUtilities(this LuaLibrary library) => library
        .AddJson()
        .Add("time", static (ref LuaCall call) => Time(ref call))
        .Add("uuid_v4", static (ref LuaCall call) => call.Return(ScriptScene.Of(ref call).NewUuid().ToString("D")))
        .Add("base64_encode", static (ref LuaCall call) => Encode(ref call, urlSafe: false))
        .Add("base64_decode", static (ref LuaCall call) => Decode(ref call, urlSafe: false))
        .Add("base64url_encode", static (ref LuaCall call) => Encode(ref call, urlSafe: true))
        .Add("base64url_decode", static (ref LuaCall call) => Decode(ref call, urlSafe: true))
        .Add("base16_encode", static (ref LuaCall call) => ToHex(ref call))
        .Add("base16_decode", static (ref LuaCall call) => FromHex(ref call))
#pragma warning disable CA5351 // a fingerprint that games ask for, not a protection
        .Add("md5_hash", static (ref LuaCall call) => Hash(ref call, MD5.HashData))
#pragma warning restore CA5351
        .Add("sha256_hash", static (ref LuaCall call) => Hash(ref call, SHA256.HashData))
        .Add("hmac_sha256_hash", static (ref LuaCall call) => Hmac(ref call));

    private delegate byte[] Hasher(ReadOnlySpan<byte> input);

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

    private static LuaResult Encode(ref LuaCall call, bool urlSafe)
    {
        var input = Input(ref call);
        var padded = call.OptionalBoolean(2, true);
        if (call.Failed) return call.Fail();
        var text = urlSafe ? Base64Url.EncodeToString(input) : Convert.ToBase64String(input);
        if (urlSafe && padded) text = Padded(text);
        return call.Return(padded ? text : text.TrimEnd('='));
    }

    /// <summary>Takes input with and without padding, whatever the second argument says.</summary>
    private static LuaResult Decode(ref LuaCall call, bool urlSafe)
    {
        var input = Encoding.UTF8.GetString(Input(ref call));
        call.OptionalBoolean(2, false);
        if (call.Failed) return call.Fail();
        var text = Padded(input.TrimEnd('='));
        if (urlSafe) text = text.Replace('-', '+').Replace('_', '/');
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? call.Return(bytes.AsSpan(0, length))
            : call.Fail("error decoding base64: illegal base64 data");
    }

    private static string Padded(string text) => text.PadRight((text.Length + 3) / 4 * 4, '=');

    private static LuaResult ToHex(ref LuaCall call)
    {
        var input = Input(ref call);
        return call.Failed ? call.Fail() : call.Return(Convert.ToHexStringLower(input));
    }

    private static LuaResult FromHex(ref LuaCall call)
    {
        var input = Encoding.UTF8.GetString(Input(ref call));
        if (call.Failed) return call.Fail();
        var bytes = new byte[input.Length / 2];
        return Convert.FromHexString(input, bytes, out _, out var length) == System.Buffers.OperationStatus.Done && length * 2 == input.Length
            ? call.Return(bytes)
            : call.Fail("error decoding base16: invalid input");
    }

    private static LuaResult Hash(ref LuaCall call, Hasher hash)
    {
        var input = Input(ref call);
        return call.Failed ? call.Fail() : call.Return(Convert.ToHexStringLower(hash(input)));
    }

    private static LuaResult Hmac(ref LuaCall call)
    {
        var input = Input(ref call);
        var key = call.Bytes(2);
        if (key.IsEmpty) call.Wrong(2, "expects key string");
        return call.Failed ? call.Fail() : call.Return(HMACSHA256.HashData(key, input));
    }

    private static ReadOnlySpan<byte> Input(ref LuaCall call)
    {
        var input = call.Bytes(1);
        if (input.IsEmpty) call.Wrong(1, "expects input string");
        call.Charge(input.Length / 16);
        return input;
    }
}
