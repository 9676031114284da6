using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Groups;

/// <summary>How what happened to a group is undone. What was said about it in the group's channel are events of their own.</summary>
public static class GroupReversals
{
    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<Group, GroupEvent>(Group.Kind, Of, new Dictionary<Type, string>
    {
        [typeof(GroupMemberLost)] = "a player whose account was deleted comes back into a group by joining it",
    });

    static Reversal Of(Happening<Group, GroupEvent> past, UndoWorld world)
    {
        if (past.Event is GroupDeleted) return Restored(past, world);
        if (!past.Now.Exists) return Reversal.Later("the group was deleted since");
        return past.Event switch
        {
            GroupMemberEvent member => Member(past, member.UserId, world),
            GroupEdited edited => Edited(past, edited, world),
            GroupDisabled when !past.Now.IsDisabled => Reversal.Later("the group was put back since"),
            GroupDisabled when past.Before.IsDisabled => Reversal.Refused("it changed nothing"),
            GroupDisabled => past.By(new GroupEnabled()),
            GroupEnabled when past.Now.IsDisabled => Reversal.Later("the group was taken out of the game again since"),
            GroupEnabled when !past.Before.IsDisabled => Reversal.Refused("it changed nothing"),
            GroupEnabled => past.By(new GroupDisabled()),
            // Founded, or there again: it goes while it is as it came.
            _ when !IsSame(past.Now, past.After) => Reversal.Later("players joined or left the group since"),
            _ => past.By(new GroupDeleted()),
        };
    }

    static Reversal Member(Happening<Group, GroupEvent> past, string userId, UndoWorld world)
    {
        var (before, after, now) = (past.Before.Find(userId), past.After.Find(userId), past.Now.Find(userId));
        if (before == after) return Reversal.Refused("it changed nothing");
        if (now != after) return Reversal.Later("the player is something else to the group by now");
        var isLast = now is { Rank: GroupRank.Superadmin } && past.Now.SuperadminCount == 1 && before is not { Rank: GroupRank.Superadmin };
        if (isLast) return Reversal.Refused("the group would be left without a superadmin");
        if (before is null) return past.By(now is { Rank: GroupRank.JoinRequest } ? new GroupJoinRequestRejected(userId) : new GroupMemberKicked(userId));
        if (before.IsIn && now is not { IsIn: true } && past.Now.MemberCount >= past.Now.MaxCount) return Reversal.Refused("the group is full");
        return world.IsGone(userId) ? Reversal.Refused("the player's account is deleted") : past.By(new GroupMemberRestored(userId, before));
    }

    static Reversal Edited(Happening<Group, GroupEvent> past, GroupEdited edited, UndoWorld world)
    {
        const string Moved = "what it wrote of the group was written again since";
        var (before, after, now) = (past.Before, past.After, past.Now);
        var reasons = new List<string>();
        T? Back<T>(bool isChanged, Func<Group, T> field, Func<string?>? refusal = null)
        {
            if (!isChanged || Equals(field(before), field(after))) return default;
            var why = Equals(field(now), field(after)) ? refusal?.Invoke() : Moved;
            if (why is null) return field(before);
            reasons.Add(why);
            return default;
        }

        var back = new GroupEdited
        {
            Name = Back(edited.Name is not null, group => group.Name, () => IsFree(world, before) ? null : "the group's name before it is another group's by now"),
            CreatorId = Back(edited.CreatorId is not null, group => group.CreatorId, () => before.CreatorId is null ? "a group's creator is not taken from it" : null),
            Description = Back(edited.Description is not null, group => group.Description),
            AvatarUrl = Back(edited.AvatarUrl is not null, group => group.AvatarUrl),
            LangTag = Back(edited.LangTag is not null, group => group.LangTag),
            Metadata = Back(edited.Metadata is not null, group => group.Metadata),
            IsOpen = Back<bool?>(edited.IsOpen is not null, group => group.IsOpen),
            MaxCount = Back<int?>(edited.MaxCount is not null, group => group.MaxCount, () => before.MaxCount < now.MemberCount ? "the group has more members by now" : null),
        };
        if (back != new GroupEdited()) return reasons.Count == 0 ? past.By(back) : past.By(back).But(reasons[0], reasons[0] == Moved);
        return reasons.Count == 0 ? Reversal.Refused("it changed nothing") : reasons[0] == Moved ? Reversal.Later(Moved) : Reversal.Refused(reasons[0]);
    }

    static Reversal Restored(Happening<Group, GroupEvent> past, UndoWorld world)
    {
        var before = past.Before;
        if (!before.Exists) return Reversal.Refused("there was no group to delete");
        if (past.Now.Exists) return Reversal.Later("the group is there");
        if (!IsFree(world, before)) return Reversal.Refused("the group's name is another group's by now");
        var members = before.Members
            .Select(member => new RestoredMember(member.Key.ToString(), member.Value))
            .Where(member => !world.IsGone(member.UserId))
            .OrderBy(member => member.Member.Position).ThenBy(member => member.UserId, StringComparer.Ordinal)
            .ToList();
        if (!members.Exists(member => member.Member.Rank == GroupRank.Superadmin)) return Reversal.Refused("nobody who ran the group is left");
        return past.By(new GroupRestored(
            before.CreatorId, before.Name, before.Description, before.AvatarUrl, before.LangTag, before.Metadata, before.IsOpen, before.MaxCount,
            before.IsDisabled, before.CreatedAt, members));
    }

    static bool IsFree(UndoWorld world, Group group)
    {
        var holder = world.HolderOf(new(UniqueNameKind.GroupName, group.Name));
        return holder is null || holder == group.Id || world.Of(Group.Kind.Of(holder)) is not { Exists: true } other || other.Name != group.Name;
    }

    static bool IsSame(Group left, Group right) =>
        left.Members.Count == right.Members.Count && left.Members.All(member => right.Members.GetValueOrDefault(member.Key) == member.Value);
}
