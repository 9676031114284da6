namespace KaosNet.Realtime.Matchmaking;

/// <summary>How often and how patiently players are matched; names and defaults are those of Nakama's <c>matchmaker.*</c> settings.</summary>
public sealed record MatchmakerRules
{
    /// <summary>Tickets that a session may hold at once, its parties' included, and that a party may.</summary>
    public int MaxTickets { get; init; } = 3;

    /// <summary>Time between two passes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Passes in which a ticket searches. Only in the last of them it takes less than its largest count; later it can be found, no more.</summary>
    public int MaxIntervals { get; init; } = 2;

    /// <summary>Whether all players of a match must accept each other; otherwise only the searching ticket's query counts.</summary>
    public bool RevPrecision { get; init; }

    /// <summary>A pass that has taken this many intervals asks the searching ticket's query only, from then on; 0 for never.</summary>
    public int RevThreshold { get; init; } = 1;
}
