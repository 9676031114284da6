using System.Linq;

namespace KaosNet.Bindings;

/// <summary>Spellings.</summary>
static class Names
{
    /// <summary><c>friends_add</c> as <c>friendsAdd</c>.</summary>
    public static string Camel(string snake)
    {
        var words = snake.Split('_');
        return words[0] + string.Concat(words.Skip(1).Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
    }

    /// <summary><c>UserId</c> as <c>user_id</c>.</summary>
    public static string Snake(string pascal) =>
        string.Concat(pascal.Select((letter, at) => char.IsUpper(letter) ? (at > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary>As a literal of C#.</summary>
    public static string Literal(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"",
        _ => System.Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
