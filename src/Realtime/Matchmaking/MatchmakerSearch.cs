using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>
/// What players look for: how many of them make a match, whom a query accepts, and the properties that others' queries may ask of them (parity
/// matches 2.1). Made by <see cref="Of"/>, so that its counts are always sound.
/// </summary>
public sealed record MatchmakerSearch
{
    static readonly Dictionary<string, string> NoTexts = [];
    static readonly Dictionary<string, double> NoNumbers = [];

    MatchmakerSearch()
    {
    }

    /// <summary>Players of the smallest match that will do, at least 2.</summary>
    public required int MinCount { get; init; }

    /// <summary>Players of the largest match that will do.</summary>
    public required int MaxCount { get; init; }

    /// <summary>The number of players is to be a multiple of this; 1 for any number. It divides both counts.</summary>
    public required int CountMultiple { get; init; }

    /// <summary>Whom the searcher wants to play with, in the language of docs/reference/search.md; <c>*</c> for anybody.</summary>
    public required string Query { get; init; }

    /// <summary>Found by others as <c>properties.name</c>.</summary>
    public required IReadOnlyDictionary<string, string> StringProperties { get; init; }

    /// <summary>Found by others as <c>properties.name</c>; wins over a text of the same name.</summary>
    public required IReadOnlyDictionary<string, double> NumericProperties { get; init; }

    /// <summary>
    /// A search, or what is wrong with its counts, as clients are told it with code 3. An empty query is <c>*</c>; it is read only when the search
    /// begins.
    /// </summary>
    public static Answer<MatchmakerSearch> Of(
        int minCount, int maxCount, int? countMultiple, string query, IReadOnlyDictionary<string, string>? strings = null,
        IReadOnlyDictionary<string, double>? numbers = null)
    {
        if (minCount < 2) return Fault.InvalidArgument("Invalid minimum count, must be >= 2");
        if (maxCount < minCount) return Fault.InvalidArgument("Invalid maximum count, must be >= minimum count");
        var multiple = countMultiple ?? 1;
        if (multiple < 1) return Fault.InvalidArgument("Invalid count multiple, must be >= 1");
        if (minCount % multiple != 0) return Fault.InvalidArgument("Invalid count multiple for minimum count, must divide");
        if (maxCount % multiple != 0) return Fault.InvalidArgument("Invalid count multiple for maximum count, must divide");
        return new MatchmakerSearch
        {
            MinCount = minCount,
            MaxCount = maxCount,
            CountMultiple = multiple,
            Query = query.Length == 0 ? "*" : query,
            StringProperties = strings ?? NoTexts,
            NumericProperties = numbers ?? NoNumbers,
        };
    }

    /// <summary>Whether a match of that many players will do.</summary>
    public bool Suits(int players) => players >= MinCount && players <= MaxCount && players % CountMultiple == 0;
}
