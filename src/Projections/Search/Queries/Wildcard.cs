namespace KaosNet.Projections.Search.Queries;

/// <summary>A text with places for anything: <c>*</c> is any run of characters, <c>?</c> exactly one.</summary>
sealed class Wildcard
{
    readonly string _pattern;
    readonly bool[] _isSign;

    public Wildcard(string pattern, IReadOnlyList<int> signs)
    {
        _pattern = pattern;
        _isSign = new bool[pattern.Length];
        foreach (var sign in signs) _isSign[sign] = true;
        Prefix = pattern[..signs[0]];
    }

    /// <summary>What stands before the first sign.</summary>
    public string Prefix { get; }

    /// <summary>Goes back to the latest <c>*</c> only, so its time is at most the product of both lengths.</summary>
    public bool Accepts(string text)
    {
        int at = 0, sign = 0, star = -1, resume = 0;
        while (at < text.Length)
        {
            if (sign < _pattern.Length && _isSign[sign] && _pattern[sign] == '*')
            {
                star = sign++;
                resume = at;
            }
            else if (sign < _pattern.Length && (_isSign[sign] || _pattern[sign] == text[at]))
            {
                sign++;
                at++;
            }
            else if (star >= 0)
            {
                sign = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (sign < _pattern.Length && _isSign[sign] && _pattern[sign] == '*') sign++;
        return sign == _pattern.Length;
    }
}
