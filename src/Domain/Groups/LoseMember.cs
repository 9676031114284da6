using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups;

/// <summary>What becomes of a group when the account of somebody in it is deleted (X4, D16 repaired).</summary>
public static class LoseMember
{
    /// <summary>The player's part of a group, which ends with the account: with the last superadmin goes the group, whoever else is in it.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="userId">Whose account; a lower-case UUID.</param>
    public static OwnedStream Of(string groupId, string userId) => OwnedStream.Of(Group.Kind.Of(groupId), group => Events(group, userId));

    static IEnumerable<object> Events(Group group, string userId) => group.Find(userId) switch
    {
        null => [],
        { Rank: GroupRank.Superadmin } when group.SuperadminCount == 1 => [new GroupDeleted()],
        _ => [new GroupMemberLost(userId)],
    };
}
