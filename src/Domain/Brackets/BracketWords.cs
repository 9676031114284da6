using System.Text.Json;

namespace KaosNet.Domain.Brackets;

/// <summary>The words under which clients, modules and events know the rules of brackets, e.g. <c>double_elimination</c>.</summary>
public static class BracketWords
{
    /// <summary>The word for a value.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word; null for a word that is none.</summary>
    public static TEnum? Read<TEnum>(string word)
        where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (Of(value) == word) return value;
        }

        return null;
    }
}
