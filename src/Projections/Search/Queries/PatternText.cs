using System.Text;
using System.Text.RegularExpressions;

namespace KaosNet.Projections.Search.Queries;

/// <summary>
/// Turns a regular expression in the syntax of RE2 into one of .NET that runs in time linear in the text, or says why it cannot. Neither knows
/// back references or looking around.
/// </summary>
static class PatternText
{
    static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z", ["alpha"] = "A-Za-z", ["ascii"] = @"\x00-\x7F", ["blank"] = @"\t ", ["cntrl"] = @"\x00-\x1F\x7F", ["digit"] = "0-9",
        ["graph"] = "!-~", ["lower"] = "a-z", ["print"] = " -~", ["punct"] = @"!-/:-@\[-`{-~", ["space"] = @"\t\n\v\f\r ", ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_", ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>A regular expression for whole words, or what is wrong with the pattern.</summary>
    public static string? TryCompile(string pattern, out Regex? compiled)
    {
        compiled = null;
        if (pattern.Length > SearchLimits.PatternMax) return $"a regular expression has more than {SearchLimits.PatternMax} characters";
        // Every pattern is for the whole word anyway.
        if (pattern.StartsWith('^')) pattern = pattern[1..];
        if (Translate(pattern, out var translated) is { } problem) return problem;
        try
        {
            compiled = new($@"\A(?:{translated})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return null;
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            return "the regular expression is malformed or uses back references or looking around";
        }
    }

    /// <summary>The text that every word accepted by the pattern begins with.</summary>
    public static string PrefixOf(string pattern)
    {
        if (pattern.StartsWith('^')) pattern = pattern[1..];
        if (pattern.Contains('|', StringComparison.Ordinal) || pattern.StartsWith("(?", StringComparison.Ordinal)) return "";
        var length = 0;
        while (length < pattern.Length && (char.IsAsciiLetterOrDigit(pattern[length]) || pattern[length] is '_' or '-')) length++;
        // A sign after the last character may make it optional.
        if (length < pattern.Length && length > 0 && pattern[length] is '*' or '?' or '{') length--;
        return pattern[..length];
    }

    static string? Translate(string pattern, out string translated)
    {
        var text = new StringBuilder(pattern.Length + 16);
        translated = "";
        var inClass = false;
        var repetitions = 1L;
        for (var at = 0; at < pattern.Length; at++)
        {
            var rest = pattern.AsSpan(at);
            if (rest[0] == '\\' && rest.Length > 1)
            {
                if (rest[1] is 'Q' or 'E' or 'C') return $@"\{rest[1]} is not supported in regular expressions";
                text.Append(Escape(rest[1], inClass));
                at++;
            }
            else if (inClass && rest.StartsWith("[:"))
            {
                var end = rest.IndexOf(":]");
                if (end < 0 || !Classes.TryGetValue(rest[2..end].ToString(), out var members)) return "a regular expression names an unknown class";
                text.Append(members);
                at += end + 1;
            }
            else if (inClass)
            {
                inClass = rest[0] != ']';
                // .NET would subtract one class from another here.
                text.Append(rest[0] == '[' ? @"\[" : rest[..1]);
            }
            else if (rest[0] == '[')
            {
                inClass = true;
                var opening = rest.StartsWith("[^]") ? "[^]" : rest.StartsWith("[]") ? "[]" : rest.StartsWith("[^") ? "[^" : "[";
                text.Append(opening.Replace("]", @"\]", StringComparison.Ordinal));
                at += opening.Length - 1;
            }
            else if (rest.StartsWith("(?P<"))
            {
                text.Append("(?<");
                at += 3;
            }
            else
            {
                if (rest[0] == '{' && LargestCount(rest) is { } count && (repetitions *= Math.Max(1, count)) > SearchLimits.RepetitionsMax)
                    return $"a regular expression repeats more than {SearchLimits.RepetitionsMax} times";
                text.Append(rest[0]);
            }
        }

        translated = text.ToString();
        return null;
    }

    /// <summary>RE2's classes are of ASCII, those of .NET of Unicode.</summary>
    static string Escape(char escaped, bool inClass) => (escaped, inClass) switch
    {
        ('d', _) => inClass ? "0-9" : "[0-9]",
        ('w', _) => inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]",
        ('s', _) => inClass ? @"\t\n\f\r " : @"[\t\n\f\r ]",
        ('D', false) => "[^0-9]",
        ('W', false) => "[^0-9A-Za-z_]",
        ('S', false) => @"[^\t\n\f\r ]",
        _ => $@"\{escaped}",
    };

    /// <summary>The larger number of <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; null when it is none of these.</summary>
    static long? LargestCount(ReadOnlySpan<char> text)
    {
        long largest = 0, current = 0;
        var commas = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == '}') return at == 1 ? null : Math.Max(largest, current);
            if (text[at] == ',' && at > 1 && commas++ == 0) (largest, current) = (current, 0);
            else if (char.IsAsciiDigit(text[at])) current = Math.Min((current * 10) + (text[at] - '0'), SearchLimits.RepetitionsMax + 1L);
            else return null;
        }

        return null;
    }
}
