using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Leagues.Changing;

/// <summary>
/// Puts players who wait into a group of the season that has begun: one commit, once. When one of them waits no longer, or the group is there already,
/// it is refused with <see cref="LeagueFaults.Moved"/>.
/// </summary>
/// <param name="Group">The group.</param>
/// <param name="Generation">The season's set of boards.</param>
/// <param name="UserIds">Its players.</param>
public sealed record FormGroup(GroupKey Group, int Generation, IReadOnlyList<string> UserIds) : Command<Done>
{
    StreamRef<League> Whole => League.Kind.Of(Group.LeagueId);

    StreamRef<LeagueSeason> Running => LeagueSeason.Of(Group.LeagueId, Group.Season);

    public override IReadOnlyList<StreamRef> Streams =>
        [Group.Stream, Running, Whole, Leaderboard.Kind.Of(Group.BoardOf(Generation)), .. UserIds.Select(Place)];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        var league = states.Of(Whole);
        var season = states.Of(Running);
        if (!league.Exists || season.Phase != SeasonPhase.Forming || season.Generation != Generation) return LeagueFaults.Moved;
        if (states.Of(Group.Stream).Exists || UserIds.Count == 0 || UserIds.Count > season.Rules.Divisions[Group.Division - 1].GroupSize)
            return LeagueFaults.Moved;
        if (UserIds.Any(userId => states.Of(Place(userId)) is var member && (!member.IsWaiting || season.Rules.Within(member.Division) != Group.Division)))
            return LeagueFaults.Moved;

        var decision = Decision.Granted();
        GroupBoards.Open(states, context, season, Group, decision);
        decision.Append(Group.Stream, new LeagueGroupFormed(Group.BoardOf(Generation), season.Expiry, UserIds));
        foreach (var userId in UserIds) decision.Append(Place(userId), new LeagueMemberPlaced(Group.Season, Group.Division, Group.Number));
        return decision;
    }

    StreamRef<LeagueMember> Place(string userId) => LeagueMember.Of(Group.LeagueId, userId);
}

/// <summary>Nobody waits any more: the season is open to newcomers.</summary>
/// <param name="LeagueId">Which league.</param>
/// <param name="Season">Which season.</param>
public sealed record FinishForming(string LeagueId, int Season) : StreamCommand<LeagueSeason, Done>
{
    public override StreamRef<LeagueSeason> Stream => LeagueSeason.Of(LeagueId, Season);

    protected override Decision<Done> Decide(LeagueSeason state, DecisionContext context) =>
        Decision.Granted().AppendIf(state.Phase == SeasonPhase.Forming, Stream, () => new LeagueSeasonFormed());
}
