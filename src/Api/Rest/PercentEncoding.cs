using System.Buffers;
using System.Text;

namespace KaosNet.Api.Rest;

/// <summary>Percent-decoding as game clients expect it: whole escapes only, bytes that must be UTF-8.</summary>
static class PercentEncoding
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    static readonly SearchValues<char> NeedDecoding = SearchValues.Create("%+");

    /// <summary>Decodes text of a path or query; false with a refusal for a broken escape or bytes that are no text.</summary>
    /// <param name="encoded">The text as sent.</param>
    /// <param name="plusIsSpace">Whether a plus stands for a space, as it does in queries and forms.</param>
    /// <param name="decoded">The text.</param>
    /// <param name="refusal">Why it can't be decoded.</param>
    public static bool TryDecode(ReadOnlySpan<char> encoded, bool plusIsSpace, out string decoded, out string? refusal)
    {
        refusal = null;
        decoded = "";
        if (!encoded.ContainsAny(NeedDecoding) && Ascii.IsValid(encoded))
        {
            decoded = encoded.ToString();
            return true;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(encoded.Length));
        try
        {
            var length = 0;
            for (var i = 0; i < encoded.Length; i++)
            {
                var letter = encoded[i];
                if (letter == '%')
                {
                    if (!TryByte(encoded[i..], out buffer[length]))
                    {
                        refusal = $"invalid URL escape \"{encoded.Slice(i, Math.Min(3, encoded.Length - i))}\"";
                        return false;
                    }
                    length++;
                    i += 2;
                }
                else if (letter == '+' && plusIsSpace) buffer[length++] = (byte)' ';
                else if (char.IsAscii(letter)) buffer[length++] = (byte)letter;
                else
                {
                    // Raw text in a request line arrives as one character for each byte, or already as text.
                    var rune = char.IsHighSurrogate(letter) && i + 1 < encoded.Length ? 2 : 1;
                    length += Encoding.UTF8.GetBytes(encoded.Slice(i, rune), buffer.AsSpan(length));
                    i += rune - 1;
                }
            }
            decoded = Strict.GetString(buffer, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            refusal = "invalid UTF-8 in URL";
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static bool TryByte(ReadOnlySpan<char> escape, out byte value)
    {
        value = 0;
        if (escape.Length < 3 || !char.IsAsciiHexDigit(escape[1]) || !char.IsAsciiHexDigit(escape[2])) return false;
        value = (byte)((Convert.ToInt32(escape[1].ToString(), 16) << 4) | Convert.ToInt32(escape[2].ToString(), 16));
        return true;
    }
}
