using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues.Changing;

/// <summary>Takes away a piece of a league that was deleted: groups with their results, places, and seasons. What is gone stays gone.</summary>
/// <param name="LeagueId">Which league.</param>
public sealed record EraseLeague(string LeagueId) : Command<Done>
{
    /// <summary>The most that one piece takes away.</summary>
    public const int AtOnceMax = 200;

    public IReadOnlyList<GroupKey> Groups { get; init; } = [];

    public IReadOnlyList<string> UserIds { get; init; } = [];

    public IReadOnlyList<int> Seasons { get; init; } = [];

    /// <summary>It was the last piece.</summary>
    public bool IsLast { get; init; }

    StreamRef<League> Whole => League.Kind.Of(LeagueId);

    public override IReadOnlyList<StreamRef> Streams =>
    [
        Whole, .. Groups.Select(group => group.Stream), .. UserIds.Select(Place), .. Seasons.Select(season => LeagueSeason.Of(LeagueId, season)),
    ];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (!states.Of(Whole).IsErasing) return LeagueFaults.Moved;
        var decision = Decision.Granted();
        foreach (var group in Groups) decision.AppendIf(states.Of(group.Stream).Exists, group.Stream, () => new LeagueGroupErased());
        foreach (var userId in UserIds) decision.AppendIf(states.Of(Place(userId)).IsIn, Place(userId), () => new LeagueLeft());
        foreach (var season in Seasons.Select(season => LeagueSeason.Of(LeagueId, season)))
            decision.AppendIf(states.Of(season).Phase != SeasonPhase.None, season, () => new LeagueSeasonErased());
        return decision.AppendIf(IsLast, Whole, () => new LeagueErased());
    }

    StreamRef<LeagueMember> Place(string userId) => LeagueMember.Of(LeagueId, userId);
}
