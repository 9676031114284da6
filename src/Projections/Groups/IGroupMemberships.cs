namespace KaosNet.Projections.Groups;

/// <summary>Who is in which group, for slices that must know it, such as a group's chat.</summary>
public interface IGroupMemberships
{
    /// <summary>A user's state in a group: 0 superadmin, 1 admin, 2 member, 3 asks to join, 4 banned; null when there is nothing between them.</summary>
    ValueTask<int?> StateOf(Guid groupId, Guid userId, CancellationToken cancel = default);
}
