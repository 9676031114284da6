using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups.Managing;

/// <summary>Raises members by one rank, up to the rank of who does it (parity 5.6).</summary>
public sealed record PromoteGroupUsers(string GroupId, string? ActorId, IReadOnlyList<string> UserIds) : GroupUsersCommand(GroupId, ActorId, UserIds)
{
    static readonly Fault Failed = GroupFaults.Failed("promote users in a group");

    protected override Fault? WhenDisabled => Failed;

    private protected override Fault? Apply(Roster roster, Account player, GroupMember? member)
    {
        if (member is not { Rank: GroupRank.Admin or GroupRank.Member } || roster.ActorRank >= member.Rank) return null;
        roster.Append(new GroupMemberPromoted(player.Id, member.Rank - 1)).Post(player, MessageCode.GroupPromote);
        return null;
    }
}
