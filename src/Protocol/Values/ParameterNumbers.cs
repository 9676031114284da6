using System.Globalization;

namespace KaosNet.Protocol.Values;

/// <summary>Reads numbers of path and query parameters, refusing in the words that clients of Nakama know (H31).</summary>
static class ParameterNumbers
{
    public static string? Parse(string text, long least, long most, string reader, out long value)
    {
        var signs = least < 0 ? NumberStyles.AllowLeadingSign : NumberStyles.None;
        if (long.TryParse(text, signs, CultureInfo.InvariantCulture, out value) && value >= least && value <= most) return null;
        value = 0;
        var digits = least < 0 && text.Length > 1 && text[0] is '+' or '-' ? text.AsSpan(1) : text;
        var why = digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9') ? "value out of range" : "invalid syntax";
        return $"{reader}: parsing \"{text}\": {why}";
    }
}
