using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups;

/// <summary>A member leaves, or a player no longer asks to be let in (J6 to J9). With its only member the group goes.</summary>
/// <param name="GroupId">Which group.</param>
/// <param name="UserId">Who; a lower-case UUID.</param>
public sealed record LeaveGroup(string GroupId, string UserId) : Command<Done>
{
    StreamRef<Group> Stream { get; } = Group.Kind.Of(GroupId);

    StreamRef<Account> Player { get; } = Account.Kind.Of(UserId);

    public override IReadOnlyList<StreamRef> Streams => [Stream, Player];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        var group = states.Of(Stream);
        if (group.Find(UserId) is not { } member || member.Rank == GroupRank.Banned) return Decision.Granted();
        if (member.Rank == GroupRank.Superadmin && group.SuperadminCount == 1)
        {
            return group.MemberCount == 1
                ? Decision.Granted().Append(Stream, new GroupDeleted())
                : GroupFaults.LastSuperadmin;
        }

        return Decision.Granted()
            .Append(Stream, member.IsIn ? new GroupLeft(UserId) : new GroupJoinRequestWithdrawn(UserId))
            .Post(context, group, states.Of(Player), MessageCode.GroupLeave);
    }
}
