using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups;

/// <summary>What can happen to a group.</summary>
public abstract record GroupEvent;

/// <summary>What happens between a group and one player.</summary>
/// <param name="UserId">The player; a lower-case UUID.</param>
public abstract record GroupMemberEvent(string UserId) : GroupEvent;

/// <summary>A group was founded; its founder is its first superadmin.</summary>
/// <param name="FounderId">A lower-case UUID.</param>
/// <param name="CreatorId">Whom the group names as its creator, a lower-case UUID; null for the server.</param>
/// <param name="Name">Unique among all groups.</param>
/// <param name="Description">For players to read.</param>
/// <param name="AvatarUrl">Its picture.</param>
/// <param name="LangTag">Its language.</param>
/// <param name="Metadata">A JSON object of the game's own.</param>
/// <param name="IsOpen">Players join without asking.</param>
/// <param name="MaxCount">How many members it takes.</param>
[EventName("group_created")]
public sealed record GroupCreated(
    string FounderId, string? CreatorId, string Name, string Description, string AvatarUrl, string LangTag, string Metadata, bool IsOpen, int MaxCount)
    : GroupEvent;

/// <summary>The group's own fields were edited; null keeps.</summary>
[EventName("group_edited")]
public sealed record GroupEdited : GroupEvent
{
    public string? Name { get; init; }

    public string? CreatorId { get; init; }

    public string? Description { get; init; }

    public string? AvatarUrl { get; init; }

    public string? LangTag { get; init; }

    public string? Metadata { get; init; }

    public bool? IsOpen { get; init; }

    public int? MaxCount { get; init; }
}

/// <summary>An operator took it out of the game: nobody joins, it is not edited, and only its name finds it.</summary>
[EventName("group_disabled")]
public sealed record GroupDisabled : GroupEvent;

/// <summary>An operator put it back.</summary>
[EventName("group_enabled")]
public sealed record GroupEnabled : GroupEvent;

/// <summary>A player joined the open group.</summary>
[EventName("group_joined")]
public sealed record GroupJoined(string UserId) : GroupMemberEvent(UserId);

/// <summary>A player asked to be let into the closed group.</summary>
[EventName("group_join_requested")]
public sealed record GroupJoinRequested(string UserId) : GroupMemberEvent(UserId);

/// <summary>A player no longer asks to be let in.</summary>
[EventName("group_join_request_withdrawn")]
public sealed record GroupJoinRequestWithdrawn(string UserId) : GroupMemberEvent(UserId);

/// <summary>A member left.</summary>
[EventName("group_left")]
public sealed record GroupLeft(string UserId) : GroupMemberEvent(UserId);

/// <summary>A player was let in, asked or unasked.</summary>
[EventName("group_member_added")]
public sealed record GroupMemberAdded(string UserId) : GroupMemberEvent(UserId);

/// <summary>A member was put out.</summary>
[EventName("group_member_kicked")]
public sealed record GroupMemberKicked(string UserId) : GroupMemberEvent(UserId);

/// <summary>A player who asked is not let in.</summary>
[EventName("group_join_request_rejected")]
public sealed record GroupJoinRequestRejected(string UserId) : GroupMemberEvent(UserId);

/// <summary>A ban was lifted.</summary>
[EventName("group_member_unbanned")]
public sealed record GroupMemberUnbanned(string UserId) : GroupMemberEvent(UserId);

/// <summary>A player who was in, or asked to be, was put out for good, or once more.</summary>
[EventName("group_member_banned")]
public sealed record GroupMemberBanned(string UserId) : GroupMemberEvent(UserId);

/// <summary>A member rose by one rank.</summary>
/// <param name="UserId">The player; a lower-case UUID.</param>
/// <param name="Rank">The rank after it.</param>
[EventName("group_member_promoted")]
public sealed record GroupMemberPromoted(string UserId, GroupRank Rank) : GroupMemberEvent(UserId);

/// <summary>A member fell by one rank.</summary>
/// <param name="UserId">The player; a lower-case UUID.</param>
/// <param name="Rank">The rank after it.</param>
[EventName("group_member_demoted")]
public sealed record GroupMemberDemoted(string UserId, GroupRank Rank) : GroupMemberEvent(UserId);

/// <summary>A player's account was deleted, and with it what they had to do with the group.</summary>
[EventName("group_member_lost")]
public sealed record GroupMemberLost(string UserId) : GroupMemberEvent(UserId);

/// <summary>The group is no more.</summary>
[EventName("group_deleted")]
public sealed record GroupDeleted : GroupEvent;

/// <summary>What was done with a player was undone: they are to the group what they were before, in their place in the lists.</summary>
/// <param name="UserId">The player; a lower-case UUID.</param>
/// <param name="Member">What they are to the group.</param>
[EventName("group_member_restored")]
public sealed record GroupMemberRestored(string UserId, GroupMember Member) : GroupMemberEvent(UserId);

/// <summary>The end of the group was undone: it is there again, with its members and in its old place.</summary>
/// <param name="CreatorId">Whom the group names as its creator; null for the server.</param>
/// <param name="Name">Unique among all groups.</param>
/// <param name="Description">For players to read.</param>
/// <param name="AvatarUrl">Its picture.</param>
/// <param name="LangTag">Its language.</param>
/// <param name="Metadata">A JSON object of the game's own.</param>
/// <param name="IsOpen">Players join without asking.</param>
/// <param name="MaxCount">How many members it takes.</param>
/// <param name="IsDisabled">An operator had taken it out of the game.</param>
/// <param name="CreatedAt">When it was founded.</param>
/// <param name="Members">Everybody who had to do with it and is still there.</param>
[EventName("group_restored")]
public sealed record GroupRestored(
    string? CreatorId, string Name, string Description, string AvatarUrl, string LangTag, string Metadata, bool IsOpen, int MaxCount, bool IsDisabled,
    DateTimeOffset CreatedAt, IReadOnlyList<RestoredMember> Members) : GroupEvent;

/// <summary>Somebody who is in a group again.</summary>
/// <param name="UserId">A lower-case UUID.</param>
/// <param name="Member">What they are to the group.</param>
public sealed record RestoredMember(string UserId, GroupMember Member);
