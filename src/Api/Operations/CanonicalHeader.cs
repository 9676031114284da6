namespace KaosNet.Api.Operations;

/// <summary>Spells header names as server modules know them: <c>user-agent</c> is <c>User-Agent</c>.</summary>
static class CanonicalHeader
{
    public static string Of(string name)
    {
        if (IsCanonical(name)) return name;
        return string.Create(name.Length, name, static (canonical, name) =>
        {
            var raise = true;
            for (var i = 0; i < name.Length; i++)
            {
                canonical[i] = raise ? char.ToUpperInvariant(name[i]) : char.ToLowerInvariant(name[i]);
                raise = name[i] == '-';
            }
        });
    }

    static bool IsCanonical(string name)
    {
        var raise = true;
        foreach (var letter in name)
        {
            if (raise ? char.IsAsciiLetterLower(letter) : char.IsAsciiLetterUpper(letter)) return false;
            raise = letter == '-';
        }
        return true;
    }
}
