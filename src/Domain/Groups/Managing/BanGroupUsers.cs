using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups.Managing;

/// <summary>Puts members and those who ask to be out for good, each of them (parity 5.5, D8). Outsiders cannot be banned in advance.</summary>
public sealed record BanGroupUsers(string GroupId, string? ActorId, IReadOnlyList<string> UserIds) : GroupUsersCommand(GroupId, ActorId, UserIds)
{
    protected override Fault? WhenDisabled => null;

    private protected override Fault? Apply(Roster roster, Account player, GroupMember? member)
    {
        if (member is null || !roster.CanPutOut(member)) return null;
        roster.Append(new GroupMemberBanned(player.Id));
        if (member.IsIn) roster.Post(player, MessageCode.GroupBan);
        return null;
    }
}
