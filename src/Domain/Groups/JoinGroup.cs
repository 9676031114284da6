using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups;

/// <summary>A player joins an open group, or asks to be let into a closed one (J1 to J5).</summary>
/// <param name="GroupId">Which group.</param>
/// <param name="UserId">Who; a lower-case UUID.</param>
public sealed record JoinGroup(string GroupId, string UserId) : Command<Done>
{
    StreamRef<Group> Stream { get; } = Group.Kind.Of(GroupId);

    StreamRef<Account> Player { get; } = Account.Kind.Of(UserId);

    public override IReadOnlyList<StreamRef> Streams => [Stream, Player];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        var group = states.Of(Stream);
        if (!group.Exists || group.IsDisabled) return GroupFaults.NotFound;
        if (group.MemberCount >= group.MaxCount) return GroupFaults.Full;
        var player = states.Of(Player);
        if (!player.IsAlive) return GroupFaults.UserNotFound;
        if (group.Find(UserId) is not null) return Decision.Granted();

        if (group.IsOpen)
        {
            return Decision.Granted()
                .Append(Stream, new GroupJoined(UserId))
                .Post(context, group, player, MessageCode.GroupJoin);
        }

        var asked = Decision.Granted().Append(Stream, new GroupJoinRequested(UserId));
        foreach (var leader in group.Leaders.OrderBy(leader => group.Members[leader].Position).Take(Limits.LeadersToldMax))
            asked.TellOfRequest(context, group, player, leader.ToString());
        return asked;
    }
}
