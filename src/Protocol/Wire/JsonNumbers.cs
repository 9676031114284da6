using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace KaosNet.Protocol.Wire;

/// <summary>Whole numbers in JSON: as a number or as a decimal string, also spelled 1.0 or 1e2 (H29).</summary>
static class JsonNumbers
{
    // Longer texts can't be numbers of 64 bits but for absurd amounts of zeros.
    const int LengthMax = 64;

    public static bool TryInteger(ref JsonInput input, long least, long most, out long value)
    {
        ref var reader = ref input.Reader;
        value = 0;
        var fine = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt64(out value) || TryUnusual(reader.ValueSpan, out value),
            JsonTokenType.String when !reader.ValueIsEscaped => TryText(reader.ValueSpan, out value),
            JsonTokenType.String => TryText(System.Text.Encoding.UTF8.GetBytes(reader.GetString()!), out value),
            _ => false,
        };
        if (!fine) return input.Refuse("a whole number is wanted");
        return (value >= least && value <= most) || input.Refuse("the number is out of range");
    }

    /// <summary>Whether the text is a number as JSON spells them: no plus sign, no leading zeros, no spaces.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        var at = text.StartsWith("-") ? 1 : 0;
        if (at >= text.Length) return false;
        if (text[at] == '0') at++;
        else if (!Digits(text, ref at)) return false;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (!Digits(text, ref at)) return false;
        }
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-') at++;
            if (!Digits(text, ref at)) return false;
        }
        return at == text.Length;
    }

    static bool Digits(ReadOnlySpan<char> text, ref int at)
    {
        var from = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at > from;
    }

    static bool TryText(ReadOnlySpan<byte> text, out long value)
    {
        var leadingZero = text.Length > 1 && (text[0] == '0' || (text[0] == '-' && text[1] == '0'));
        if (!leadingZero && text.Length > 0 && text[0] != '+' &&
            Utf8Parser.TryParse(text, out value, out var read) && read == text.Length) return true;
        return TryUnusual(text, out value);
    }

    static bool TryUnusual(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > LengthMax) return false;
        Span<char> letters = stackalloc char[text.Length];
        for (var at = 0; at < text.Length; at++) letters[at] = (char)text[at];
        if (!IsNumber(letters)) return false;
        if (!decimal.TryParse(letters, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return false;
        if (number != decimal.Truncate(number) || number < long.MinValue || number > long.MaxValue) return false;
        value = (long)number;
        return true;
    }
}
