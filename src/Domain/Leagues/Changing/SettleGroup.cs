using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Leagues.Changing;

/// <summary>
/// The results of a group of a season that is over, and who of it goes where: one commit, once. It looks at the records themselves, so a score that was
/// disqualified before counts not, and none that was taken is forgotten. Players are told. The answer is the group with its results.
/// </summary>
/// <param name="Group">The group as it was seen; when its players are others by now, the command is refused with <see cref="LeagueFaults.Moved"/>.</param>
public sealed record SettleGroup(LeagueGroup Group) : Command<LeagueGroup>
{
    /// <summary>Longest reason that is kept.</summary>
    public const int FailureLengthMax = 500;

    /// <summary>Why the game's function was given up; null when there is none or it ran.</summary>
    public string? Failure { get; init; }

    StreamRef<League> Whole => League.Kind.Of(Group.Key.LeagueId);

    StreamRef<LeagueSeason> Running => LeagueSeason.Of(Group.Key.LeagueId, Group.Key.Season);

    public override IReadOnlyList<StreamRef> Streams =>
        [Group.Key.Stream, Running, Whole, .. Group.Members.Select(Place), .. Group.Members.Select(Record)];

    public override Decision<LeagueGroup> Decide(StreamStates states, DecisionContext context)
    {
        var group = states.Of(Group.Key.Stream);
        var season = states.Of(Running);
        var league = states.Of(Whole);
        if (group.IsSettled) return Decision.Granted(group);
        if (!league.Exists || league.IsPaused || season.Phase != SeasonPhase.Closing || !group.Exists) return LeagueFaults.Moved;
        if (!group.Members.SequenceEqual(Group.Members, StringComparer.Ordinal)) return LeagueFaults.Moved;

        var results = Standings.Settle(season.Rules, Group.Key.Division, group.Members.Select(userId => Contend(states, userId, season)));
        var settled = new LeagueGroupSettled(results, Failure?[..Math.Min(Failure.Length, FailureLengthMax)]);
        var decision = Decision.Granted((LeagueGroup)LeagueGroup.Kind.Evolve(group, settled, context.Now)).Append(Group.Key.Stream, settled);
        foreach (var result in results)
        {
            if (states.Of(Place(result.UserId)).Place != Group.Key) continue;
            decision.Append(Place(result.UserId), new LeagueMemberSettled(Group.Key.Season, result.Rank, result.Outcome, result.NextDivision));
            var news = LeagueNews.SeasonOver(league, season, Group.Key, result);
            decision.Notify(context, result.UserId, news.Code, news.Subject, news.Content, senderId: null);
        }

        return decision;
    }

    StreamRef<LeagueMember> Place(string userId) => LeagueMember.Of(Group.Key.LeagueId, userId);

    StreamRef<ScoreRecord> Record(string userId) => ScoreRecord.Of(Group.BoardId, Group.Expiry, userId);

    Contender Contend(StreamStates states, string userId, LeagueSeason season)
    {
        var record = states.Of(Record(userId));
        var member = states.Of(Place(userId));
        var isNewcomer = member.JoinTime >= season.StartTime;
        return record.Exists
            ? new(userId, record.Score, record.Subscore, record.NumScore, isNewcomer, member.MovesTo)
            : new(userId, null, IsNewcomer: isNewcomer, MovesTo: member.MovesTo);
    }
}
