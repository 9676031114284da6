using KaosNet.Modules.Matches;

namespace KaosNet.Modules.Matchmaking;

/// <summary>A player in the matchmaker.</summary>
public sealed record MatchmakerEntry
{
    /// <summary>The player's ticket, or that of the player's party.</summary>
    public required string Ticket { get; init; }

    /// <summary>The player.</summary>
    public required Presence Presence { get; init; }

    /// <summary>The party; empty for a player alone.</summary>
    public string PartyId { get; init; } = "";

    /// <summary>The search's properties that are texts.</summary>
    public required IReadOnlyDictionary<string, string> StringProperties { get; init; }

    /// <summary>The search's properties that are numbers.</summary>
    public required IReadOnlyDictionary<string, double> NumericProperties { get; init; }

    /// <summary>When the search began; null once it is over.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>Players of the smallest match that will do.</summary>
    public int MinCount { get; init; }

    /// <summary>Players of the largest match that will do.</summary>
    public int MaxCount { get; init; }

    /// <summary>The number of players is to be a multiple of this.</summary>
    public int CountMultiple { get; init; } = 1;

    /// <summary>Whom the player wants to play with.</summary>
    public string Query { get; init; } = "*";
}
