using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups.Managing;

/// <summary>Lowers superadmins and admins by one rank, those of the own rank included, but never the last superadmin (parity 5.6).</summary>
public sealed record DemoteGroupUsers(string GroupId, string? ActorId, IReadOnlyList<string> UserIds) : GroupUsersCommand(GroupId, ActorId, UserIds)
{
    static readonly Fault Failed = GroupFaults.Failed("demote users in a group");

    protected override Fault? WhenDisabled => Failed;

    private protected override Fault? Apply(Roster roster, Account player, GroupMember? member)
    {
        if (member is not { Rank: GroupRank.Superadmin or GroupRank.Admin } || roster.ActorRank > member.Rank) return null;
        if (member.Rank == GroupRank.Superadmin && roster.Group.SuperadminCount == 1) return null;
        roster.Append(new GroupMemberDemoted(player.Id, member.Rank + 1)).Post(player, MessageCode.GroupDemote);
        return null;
    }
}
