using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Projections.Brackets;
using KaosNet.Realtime.Scripts;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>What a bundle registered: names of global functions, which every state looks up for itself. The last one of a name wins.</summary>
public sealed class BundleRegistrations
{
    /// <summary>Functions for clients, by their ids in any case.</summary>
    public Dictionary<string, string> Rpcs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What runs before operations, by their names.</summary>
    public Dictionary<string, string> OperationBefore { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What runs after operations, by their names.</summary>
    public Dictionary<string, string> OperationAfter { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What runs before realtime messages, by their names in any case.</summary>
    public Dictionary<string, string> RealtimeBefore { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What runs after realtime messages, by their names in any case.</summary>
    public Dictionary<string, string> RealtimeAfter { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Filters of storage indexes, by the indexes' names.</summary>
    public Dictionary<string, string> IndexFilters { get; } = new(StringComparer.Ordinal);

    /// <summary>Functions for ends and resets of boards.</summary>
    public Dictionary<BoardCallback, string> BoardFunctions { get; } = [];

    /// <summary>Functions for what happens to brackets.</summary>
    public Dictionary<BracketCallback, string> BracketFunctions { get; } = [];

    /// <summary>The function for the end of a league's season.</summary>
    public string? LeagueFunction { get; set; }

    /// <summary>Functions for events, one of each kind.</summary>
    public Dictionary<EventKind, string> Events { get; } = [];

    /// <summary>Functions for what stores tell by themselves.</summary>
    public Dictionary<StoreNotification, string> StoreNotifications { get; } = [];

    /// <summary>Match handlers: the names of their seven functions by those of the callbacks.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, string>> Matches { get; } = new(StringComparer.Ordinal);

    /// <summary>The function for the server's end.</summary>
    public string? Shutdown { get; set; }

    /// <summary>What the matchmaker calls.</summary>
    internal Dictionary<MatchmakerCallback, string> MatchmakerFunctions { get; } = [];

    /// <summary>Every function that is named here.</summary>
    internal IEnumerable<string> Functions =>
        Rpcs.Values.Concat(OperationBefore.Values).Concat(OperationAfter.Values).Concat(RealtimeBefore.Values).Concat(RealtimeAfter.Values)
            .Concat(IndexFilters.Values).Concat(BoardFunctions.Values).Concat(Events.Values).Concat(StoreNotifications.Values).Concat(MatchmakerFunctions.Values)
            .Concat(Matches.Values.SelectMany(callbacks => callbacks.Values)).Concat(BracketFunctions.Values)
            .Concat(new[] { Shutdown, LeagueFunction }.OfType<string>()).Distinct(StringComparer.Ordinal);
}
