using System.Buffers.Text;

namespace KaosNet.Protocol.Wire;

/// <summary>Moments as text: <c>2026-01-02T03:04:05.678Z</c>, written in UTC with 0, 3, 6 or 9 fraction digits (H47).</summary>
static class Rfc3339
{
    public const int LengthMax = 30;

    const int SecondsLength = 19;

    public static int Write(Span<byte> output, DateTimeOffset value)
    {
        var moment = value.UtcDateTime;
        Digits(output, 0, 4, moment.Year);
        output[4] = (byte)'-';
        Digits(output, 5, 2, moment.Month);
        output[7] = (byte)'-';
        Digits(output, 8, 2, moment.Day);
        output[10] = (byte)'T';
        Digits(output, 11, 2, moment.Hour);
        output[13] = (byte)':';
        Digits(output, 14, 2, moment.Minute);
        output[16] = (byte)':';
        Digits(output, 17, 2, moment.Second);
        var length = SecondsLength;
        var nanos = (int)(moment.Ticks % TimeSpan.TicksPerSecond) * 100;
        if (nanos != 0)
        {
            output[length++] = (byte)'.';
            var (digits, unit) = nanos % 1_000_000 == 0 ? (3, 1_000_000) : nanos % 1_000 == 0 ? (6, 1_000) : (9, 1);
            Digits(output, length, digits, nanos / unit);
            length += digits;
        }
        output[length++] = (byte)'Z';
        return length;
    }

    public static bool TryRead(string text, out DateTimeOffset value)
    {
        Span<byte> bytes = stackalloc byte[LengthMax + 6];
        value = default;
        return System.Text.Ascii.IsValid(text) && text.Length <= bytes.Length
            && TryRead(bytes[..System.Text.Encoding.ASCII.GetBytes(text, bytes)], out value);
    }

    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length < SecondsLength + 1 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        if (!Number(text, 0, 4, out var year) || !Number(text, 5, 2, out var month) || !Number(text, 8, 2, out var day) ||
            !Number(text, 11, 2, out var hour) || !Number(text, 14, 2, out var minute) || !Number(text, 17, 2, out var second))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) ||
            hour > 23 || minute > 59 || second > 59) return false;
        var at = SecondsLength;
        if (!TryFraction(text, ref at, out var ticks) || !TryOffset(text[at..], out var offset)) return false;
        ticks += new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - offset.Ticks;
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks) return false;
        value = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    static bool TryFraction(ReadOnlySpan<byte> text, ref int at, out long ticks)
    {
        ticks = 0;
        if (text[at] != '.') return true;
        var digits = text[(at + 1)..];
        var count = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (count is < 1 or > 9 || !Utf8Parser.TryParse(digits[..count], out int fraction, out _)) return false;
        for (var digit = count; digit < 9; digit++) fraction *= 10;
        ticks = fraction / 100;
        at += 1 + count;
        return true;
    }

    static bool TryOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length == 1 && text[0] == 'Z') return true;
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':') return false;
        if (!Number(text, 1, 2, out var hours) || !Number(text, 4, 2, out var minutes) || hours > 23 || minutes > 59) return false;
        offset = new TimeSpan(hours, minutes, 0);
        if (text[0] == '-') offset = -offset;
        return true;
    }

    static void Digits(Span<byte> output, int at, int count, int value)
    {
        for (var digit = at + count - 1; digit >= at; digit--)
        {
            output[digit] = (byte)('0' + value % 10);
            value /= 10;
        }
    }

    static bool Number(ReadOnlySpan<byte> text, int at, int count, out int value)
    {
        value = 0;
        foreach (var digit in text.Slice(at, count))
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            value = value * 10 + (digit - '0');
        }
        return true;
    }
}
