using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups.Managing;

/// <summary>Lets players in, whether they asked or not (parity 5.5). Who is in or banned is skipped; one too many, and nobody is let in.</summary>
public sealed record AddGroupUsers(string GroupId, string? ActorId, IReadOnlyList<string> UserIds) : GroupUsersCommand(GroupId, ActorId, UserIds)
{
    static readonly Fault Failed = GroupFaults.Failed("add users to a group");

    protected override Fault? WhenDisabled => Failed;

    protected override Fault? Refusal(StreamStates states) => Targets.Any(target => !states.Of(target).IsAlive) ? GroupFaults.UsersNotFound : null;

    private protected override Fault? Apply(Roster roster, Account player, GroupMember? member)
    {
        if (member is not (null or { Rank: GroupRank.JoinRequest })) return null;
        if (roster.Group.MemberCount >= roster.Group.MaxCount) return GroupFaults.Full;
        roster.Append(new GroupMemberAdded(player.Id)).Post(player, MessageCode.GroupAdd);
        roster.Decision.TellOfAdding(roster.Context, roster.Group, player.Id, ActorId);
        return null;
    }
}
