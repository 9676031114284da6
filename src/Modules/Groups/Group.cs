using KaosNet.Modules.Accounts;

namespace KaosNet.Modules.Groups;

/// <summary>What a player is to a group.</summary>
public enum GroupUserState
{
    /// <summary>Runs the group and cannot be demoted by admins.</summary>
    Superadmin = 0,

    /// <summary>Runs the group.</summary>
    Admin = 1,

    /// <summary>Belongs to the group.</summary>
    Member = 2,

    /// <summary>Asked to be let in.</summary>
    JoinRequest = 3,

    /// <summary>Must not come back.</summary>
    Banned = 4,
}

/// <summary>A group of players.</summary>
public sealed record Group
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who is said to have founded it; the id of zeros for nobody.</summary>
    public Guid CreatorId { get; init; }

    /// <summary>The unique name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where its picture is; may be empty.</summary>
    public string AvatarUrl { get; init; } = "";

    /// <summary>Its language, as a BCP-47 tag.</summary>
    public string LangTag { get; init; } = "";

    /// <summary>Whether everybody may join without asking.</summary>
    public bool Open { get; init; }

    /// <summary>Superadmins, admins and members.</summary>
    public int EdgeCount { get; init; }

    /// <summary>How many of them it takes.</summary>
    public int MaxCount { get; init; }

    /// <summary>When it was founded; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it or the number of its members last changed; a number of seconds in scripts.</summary>
    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>What the game keeps about it.</summary>
    public JsonText Metadata { get; init; } = JsonText.Empty;
}

/// <summary>A page of groups.</summary>
/// <param name="Groups">They.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record GroupPage(IReadOnlyList<Group> Groups, string? Cursor);

/// <summary>Somebody in a group.</summary>
/// <param name="User">Who.</param>
/// <param name="State">What the player is to the group.</param>
public sealed record GroupUser(User User, GroupUserState State);

/// <summary>A page of a group's users.</summary>
/// <param name="GroupUsers">They.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record GroupUserPage(IReadOnlyList<GroupUser> GroupUsers, string? Cursor);

/// <summary>A group that a player has to do with.</summary>
/// <param name="Group">The group.</param>
/// <param name="State">What the player is to it.</param>
public sealed record UserGroup(Group Group, GroupUserState State);

/// <summary>A page of a player's groups.</summary>
/// <param name="UserGroups">They.</param>
/// <param name="Cursor">Where the next page begins; null on the last.</param>
public sealed record UserGroupPage(IReadOnlyList<UserGroup> UserGroups, string? Cursor);
