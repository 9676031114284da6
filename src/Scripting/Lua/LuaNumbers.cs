using System.Buffers.Text;
using System.Text;

namespace KaosNet.Scripting.Lua;

/// <summary>How numbers are written: whole ones as integers, others with as few digits as tell them apart.</summary>
internal static class LuaNumbers
{
    private const double IntegerEdge = 9223372036854775808.0;

    public static bool IsWhole(double value) => value >= -IntegerEdge && value < IntegerEdge && Math.Floor(value) == value;

    public static long Truncate(double value) => double.IsNaN(value) ? 0 : (long)Math.Clamp(value, -IntegerEdge, 9223372036854774784.0);

    /// <summary>As <c>tostring</c> shows a number.</summary>
    public static string Print(double value)
    {
        Span<byte> text = stackalloc byte[48];
        return Encoding.ASCII.GetString(text[..Print(value, text)]);
    }

    public static int Print(double value, Span<byte> into)
    {
        if (double.IsNaN(value)) return Copy("NaN"u8, into);
        if (double.IsInfinity(value)) return Copy(value > 0 ? "+Inf"u8 : "-Inf"u8, into);
        return Write(value, into, smallest: -4);
    }

    /// <summary>As JSON has it. The value must be finite.</summary>
    public static int Json(double value, Span<byte> into) => Write(value, into, smallest: -6);

    /// <summary>Plain digits while the decimal exponent is from <paramref name="smallest"/> to 20, scientific beyond.</summary>
    private static int Write(double value, Span<byte> into, int smallest)
    {
        if (IsWhole(value))
        {
            Utf8Formatter.TryFormat((long)value, into, out var whole);
            return whole;
        }

        Span<byte> raw = stackalloc byte[32];
        value.TryFormat(raw, out var length, "R", System.Globalization.CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[32];
        var (count, exponent) = Digits(raw[..length], digits);
        var at = 0;
        if (value < 0) into[at++] = (byte)'-';
        if (exponent < smallest || exponent >= 21) return Scientific(digits[..count], exponent, into, at, padded: smallest == -4);
        if (exponent < 0)
        {
            into[at++] = (byte)'0';
            into[at++] = (byte)'.';
            for (var zero = -1; zero > exponent; zero--) into[at++] = (byte)'0';
            digits[..count].CopyTo(into[at..]);
            return at + count;
        }

        for (var place = 0; place <= exponent || place < count; place++)
        {
            if (place == exponent + 1) into[at++] = (byte)'.';
            into[at++] = place < count ? digits[place] : (byte)'0';
        }

        return at;
    }

    private static int Scientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> into, int at, bool padded)
    {
        into[at++] = digits[0];
        if (digits.Length > 1)
        {
            into[at++] = (byte)'.';
            digits[1..].CopyTo(into[at..]);
            at += digits.Length - 1;
        }

        into[at++] = (byte)'e';
        into[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
        var size = Math.Abs(exponent);
        if (size < 10 && (padded || exponent > 0)) into[at++] = (byte)'0';
        Utf8Formatter.TryFormat(size, into[at..], out var written);
        return at + written;
    }

    /// <summary>Splits a round-trip text into its significant digits and the decimal exponent of the first one.</summary>
    private static (int Count, int Exponent) Digits(ReadOnlySpan<byte> raw, Span<byte> digits)
    {
        var mark = raw.IndexOf((byte)'E');
        var shift = 0;
        if (mark >= 0)
        {
            shift = Utf8Parser.TryParse(raw[(raw[mark + 1] == '+' ? mark + 2 : mark + 1)..], out int parsed, out _) ? parsed : 0;
            raw = raw[..mark];
        }

        int count = 0, exponent = 0;
        bool point = false, started = false;
        foreach (var symbol in raw)
        {
            if (symbol == '.') point = true;
            if (symbol is < (byte)'0' or > (byte)'9') continue;
            if (started && !point) exponent++;
            if (!started && point) exponent--;
            if (!started && symbol == '0') continue;
            started = true;
            digits[count++] = symbol;
        }

        while (count > 1 && digits[count - 1] == '0') count--;
        return (count, exponent + shift);
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> into)
    {
        text.CopyTo(into);
        return text.Length;
    }
}
