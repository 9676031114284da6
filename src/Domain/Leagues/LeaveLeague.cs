using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Leagues;

/// <summary>
/// A player leaves a league, and their score of a running season its group; seasons that are over keep their results. Who is not in it has left already.
/// </summary>
/// <param name="LeagueId">Which league.</param>
/// <param name="UserId">Who; a lower-case UUID.</param>
/// <param name="Group">The player's group as it was seen; null while they wait for one.</param>
public sealed record LeaveLeague(string LeagueId, string UserId, LeagueGroup? Group) : Command<Done>
{
    StreamRef<League> Whole => League.Kind.Of(LeagueId);

    StreamRef<LeagueMember> Place => LeagueMember.Of(LeagueId, UserId);

    StreamRef<ScoreRecord>? Record => Group is null ? null : ScoreRecord.Of(Group.BoardId, Group.Expiry, UserId);

    public override IReadOnlyList<StreamRef> Streams => Group is null ? [Place, Whole] : [Group.Key.Stream, Place, Whole, Record!];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (!ScoreRecord.IsOwner(UserId)) return LeagueFaults.InvalidUser;
        if (!states.Of(Whole).Exists) return LeagueFaults.NotFound;
        var member = states.Of(Place);
        if (!member.IsIn) return Decision.Granted();
        if (member.Place != Group?.Key) return LeagueFaults.Moved;

        var decision = Decision.Granted().Append(Place, new LeagueLeft());
        if (Group is null || !states.Of(Group.Key.Stream).Members.Contains(UserId)) return decision;
        return decision
            .Append(Group.Key.Stream, new LeagueGroupLeft(UserId))
            .AppendIf(states.Of(Record!).Exists, Record!, () => new ScoreRecordDeleted());
    }

    /// <summary>The player's place, which ends with the account.</summary>
    public static OwnedStream OwnedPlace(string leagueId, string userId) => OwnedStream.Of(
        LeagueMember.Of(leagueId, userId), member => member.IsIn ? [new LeagueLeft()] : []);

    /// <summary>The player's part in a group and its results, which ends with the account.</summary>
    public static OwnedStream OwnedPart(GroupKey group, string userId) => OwnedStream.Of(
        group.Stream,
        state => state.Members.Contains(userId) || state.Results.Exists(result => result.UserId == userId) ? [new LeagueGroupLeft(userId)] : []);
}
