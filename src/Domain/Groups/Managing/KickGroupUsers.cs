using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups.Managing;

/// <summary>Puts members out, rejects join requests and lifts bans (parity 5.5).</summary>
public sealed record KickGroupUsers(string GroupId, string? ActorId, IReadOnlyList<string> UserIds) : GroupUsersCommand(GroupId, ActorId, UserIds)
{
    static readonly Fault Failed = GroupFaults.Failed("kick users from a group");

    protected override Fault? WhenDisabled => Failed;

    private protected override Fault? Apply(Roster roster, Account player, GroupMember? member)
    {
        switch (member)
        {
            case { Rank: GroupRank.JoinRequest }:
                roster.Append(new GroupJoinRequestRejected(player.Id));
                break;
            case { Rank: GroupRank.Banned }:
                roster.Append(new GroupMemberUnbanned(player.Id));
                break;
            case not null when roster.CanPutOut(member):
                roster.Append(new GroupMemberKicked(player.Id)).Post(player, MessageCode.GroupKick);
                break;
        }

        return null;
    }
}
