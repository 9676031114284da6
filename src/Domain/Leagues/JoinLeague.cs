using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Leagues;

/// <summary>
/// A player joins a league; who is in already stays where they are. While a season runs they get a group at once, else they wait for the next one.
/// Also puts somebody into a group who waits although the season runs. The answer is the player's place.
/// </summary>
/// <param name="LeagueId">Which league.</param>
/// <param name="UserId">Who; a lower-case UUID.</param>
/// <param name="Group">
/// The group of the running season that has room for them, or the number of one to be made; null when none runs. When that is not so any more,
/// the command is refused with <see cref="LeagueFaults.Moved"/>.
/// </param>
public sealed record JoinLeague(string LeagueId, string UserId, GroupKey? Group) : Command<LeagueMember>
{
    /// <summary>The season as it was seen.</summary>
    public int Season { get; init; }

    /// <summary>The set of boards as it was seen.</summary>
    public int Generation { get; init; }

    /// <summary>Only who is in already gets a group.</summary>
    public bool IsForMembersOnly { get; init; }

    StreamRef<League> Whole => League.Kind.Of(LeagueId);

    StreamRef<LeagueSeason> Running => LeagueSeason.Of(LeagueId, Season);

    StreamRef<LeagueMember> Place => LeagueMember.Of(LeagueId, UserId);

    StreamRef<Account> Player => Account.Kind.Of(UserId);

    StreamRef<Leaderboard>? Board => Group is null ? null : Leaderboard.Kind.Of(Group.BoardOf(Generation));

    // Newcomers of one group follow each other in one lane.
    public override IReadOnlyList<StreamRef> Streams =>
        Group is null ? [Place, Whole, Running, Player] : [Group.Stream, Place, Whole, Running, Player, Board!];

    public override Decision<LeagueMember> Decide(StreamStates states, DecisionContext context)
    {
        if (!ScoreRecord.IsOwner(UserId)) return LeagueFaults.InvalidUser;
        var league = states.Of(Whole);
        if (!league.Exists) return LeagueFaults.NotFound;
        var member = states.Of(Place);
        if (member.IsIn && !member.IsWaiting) return Decision.Granted(member);
        if (!member.IsIn && IsForMembersOnly) return LeagueFaults.NotMember;
        if (!states.Of(Player).IsAlive) return LeagueFaults.UserNotFound;
        if (league.IsOver) return LeagueFaults.Ended;
        if (league.IsPaused) return LeagueFaults.Paused;
        if (league.Season != Season) return LeagueFaults.Moved;

        var season = states.Of(Running);
        var isOpen = season.Phase == SeasonPhase.Open && !season.IsOverAt(context.Now);
        var division = member.IsIn ? season.Rules.Within(member.Division) : (isOpen ? season.Rules : league.Rules).EntryFor(member.Division);
        var decision = Decision.Granted(member);
        if (!member.IsIn)
        {
            var joined = new LeagueJoined(division);
            member = (LeagueMember)LeagueMember.Kind.Evolve(member, joined, context.Now);
            decision = Decision.Granted(member).Append(Place, joined);
        }

        return isOpen ? Put(states, context, season, member, decision) : Group is null ? decision : LeagueFaults.Moved;
    }

    Decision<LeagueMember> Put(
        StreamStates states, DecisionContext context, LeagueSeason season, LeagueMember member, Decision<LeagueMember> decision)
    {
        if (Group is null || Group.Season != Season || Group.Division != season.Rules.Within(member.Division) || Generation != season.Generation)
            return LeagueFaults.Moved;
        var group = states.Of(Group.Stream);
        if (group.IsSettled || (group.Exists && group.Members.Count >= season.Rules.Divisions[Group.Division - 1].GroupSize)) return LeagueFaults.Moved;

        var placed = new LeagueMemberPlaced(Season, Group.Division, Group.Number);
        var answer = Decision.Granted((LeagueMember)LeagueMember.Kind.Evolve(member, placed, context.Now));
        foreach (var happened in decision.Events) answer.Append(happened.Stream, happened.Event);
        if (!group.Exists)
        {
            GroupBoards.Open(states, context, season, Group, answer);
            answer.Append(Group.Stream, new LeagueGroupFormed(Group.BoardOf(Generation), season.Expiry, []));
        }

        return answer.Append(Group.Stream, new LeagueGroupJoined(UserId)).Append(Place, placed);
    }
}
