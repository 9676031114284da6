using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Leagues;

/// <summary>
/// The server puts a player into another division: from the next season on, whatever the running one comes to, so that no score is lost. The answer
/// is the player's place.
/// </summary>
/// <param name="LeagueId">Which league.</param>
/// <param name="UserId">Who; a lower-case UUID.</param>
/// <param name="Division">Where to, from 1 for the top.</param>
public sealed record MoveMember(string LeagueId, string UserId, int Division) : Command<LeagueMember>
{
    StreamRef<League> Whole => League.Kind.Of(LeagueId);

    StreamRef<LeagueMember> Place => LeagueMember.Of(LeagueId, UserId);

    public override IReadOnlyList<StreamRef> Streams => [Place, Whole];

    public override Decision<LeagueMember> Decide(StreamStates states, DecisionContext context)
    {
        if (!ScoreRecord.IsOwner(UserId)) return LeagueFaults.InvalidUser;
        var league = states.Of(Whole);
        if (!league.Exists) return LeagueFaults.NotFound;
        if (Division < 1 || Division > league.Rules.Divisions.Count) return LeagueFaults.InvalidDivision;
        var member = states.Of(Place);
        if (!member.IsIn) return LeagueFaults.NotMember;
        if ((member.IsWaiting ? member.Division : member.MovesTo) == Division) return Decision.Granted(member);

        var moved = new LeagueMemberMoved(Division);
        return Decision.Granted((LeagueMember)LeagueMember.Kind.Evolve(member, moved, context.Now)).Append(Place, moved);
    }
}
