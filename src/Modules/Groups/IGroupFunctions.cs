using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Groups;

/// <summary>Groups of players: with the rights of one of them or, where nobody is named, of the server.</summary>
public interface IGroupFunctions
{
    /// <summary>Founds a group.</summary>
    /// <param name="userId">Who becomes its superadmin.</param>
    /// <param name="name">The unique name.</param>
    /// <param name="creatorId">Who is said to have founded it; null for nobody.</param>
    /// <param name="langTag">Its language.</param>
    /// <param name="description">What it is about.</param>
    /// <param name="avatarUrl">Where its picture is.</param>
    /// <param name="open">Whether everybody may join without asking.</param>
    /// <param name="metadata">What the game keeps about it.</param>
    /// <param name="maxCount">How many members it takes.</param>
    [ServerFunction("group_create", Failure = "error while trying to create group: ")]
    ValueTask<Group> Create(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects group name not be empty")] string name,
        [Expects("expects owner ID to be a valid identifier")] Guid? creatorId = null,
        string langTag = "",
        string description = "",
        string avatarUrl = "",
        bool open = false,
        JsonText? metadata = null,
        [Expects("expects max_count to be > 0"), Between(1, int.MaxValue)] int maxCount = 100);

    /// <summary>Changes a group; what is null stays as it is.</summary>
    /// <param name="groupId">Which.</param>
    /// <param name="userId">Whose rights count; null for the server's.</param>
    /// <param name="name">The new name; an empty one changes nothing in Lua.</param>
    /// <param name="creatorId">Who is said to have founded it.</param>
    /// <param name="langTag">Its language; an empty one changes nothing in Lua.</param>
    /// <param name="description">What it is about; an empty one changes nothing in Lua.</param>
    /// <param name="avatarUrl">Where its picture is; an empty one changes nothing in Lua.</param>
    /// <param name="open">Whether everybody may join without asking.</param>
    /// <param name="metadata">What the game keeps about it.</param>
    /// <param name="maxCount">How many members it takes; 0 for as many as before.</param>
    [ServerFunction("group_update", Failure = "error while trying to update group: ")]
    ValueTask Update(
        [Expects("expects group ID to be a valid identifier")] Guid groupId,
        [Expects("expects user ID to be a valid identifier")] Guid? userId = null,
        [InLua(EmptyIsNone = true)] string? name = null,
        [Expects("expects creator ID to be a valid identifier")] Guid? creatorId = null,
        [InLua(EmptyIsNone = true)] string? langTag = null,
        [InLua(EmptyIsNone = true)] string? description = null,
        [InLua(EmptyIsNone = true)] string? avatarUrl = null,
        bool? open = null,
        JsonText? metadata = null,
        [Expects("expects max_count to be >= 0"), Between(0, int.MaxValue)] int maxCount = 0);

    /// <summary>Deletes a group with its chat.</summary>
    /// <param name="groupId">Which.</param>
    [ServerFunction("group_delete", Failure = "error while trying to delete group: ")]
    ValueTask Delete([Expects("expects group ID to be a valid identifier")] Guid groupId);

    /// <summary>Has a player join a group, or ask to be let in where it is not open.</summary>
    /// <param name="groupId">Which.</param>
    /// <param name="userId">Who.</param>
    /// <param name="username">The player's name.</param>
    [ServerFunction("group_user_join", Failure = "error while trying to join a group: ")]
    ValueTask Join(
        [Expects("expects group ID to be a valid identifier")] Guid groupId,
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects username string")] string username);

    /// <summary>Has a player leave a group. The last superadmin cannot, unless nobody else is left.</summary>
    /// <param name="groupId">Which.</param>
    /// <param name="userId">Who.</param>
    /// <param name="username">The player's name.</param>
    [ServerFunction("group_user_leave", Failure = "error while trying to leave a group: ")]
    ValueTask Leave(
        [Expects("expects group ID to be a valid identifier")] Guid groupId,
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects username string")] string username);

    /// <summary>Lets players in, whether they asked or not.</summary>
    /// <param name="groupId">Which.</param>
    /// <param name="userIds">Whom.</param>
    /// <param name="callerId">Whose rights count; null for the server's.</param>
    [ServerFunction("group_users_add", Failure = "error while trying to add users into a group: ")]
    ValueTask AddUsers(
        [Expects("expects group ID to be a valid identifier")] Guid groupId,
        [Expects("expects each user ID to be a valid identifier"), AtMost(10_000)] IReadOnlyList<Guid> userIds,
        [Expects("expects caller ID to be a valid identifier")] Guid? callerId = null);

    /// <summary>Throws players out for good.</summary>
    /// <param name="groupId">Which.</param>
    /// <param name="userIds">Whom.</param>
    /// <param name="callerId">Whose rights count; null for the server's.</param>
    [ServerFunction("group_users_ban", Failure = "error while trying to ban users from a group: ")]
    ValueTask BanUsers(
        [Expects("expects group ID to be a valid identifier")] Guid groupId,
        [Expects("expects each user ID to be a valid identifier"), AtMost(10_000)] IReadOnlyList<Guid> userIds,
        [Expects("expects caller ID to be a valid identifier")] Guid? callerId = null);

    /// <summary>Throws players out, or declines their wish to join.</summary>
    /// <param name="groupId">Which.</param>
    /// <param name="userIds">Whom.</param>
    /// <param name="callerId">Whose rights count; null for the server's.</param>
    [ServerFunction("group_users_kick", Failure = "error while trying to kick users from a group: ")]
    ValueTask KickUsers(
        [Expects("expects group ID to be a valid identifier")] Guid groupId,
        [Expects("expects each user ID to be a valid identifier"), AtMost(10_000)] IReadOnlyList<Guid> userIds,
        [Expects("expects caller ID to be a valid identifier")] Guid? callerId = null);

    /// <summary>Promotes players by a rank.</summary>
    /// <param name="groupId">Which.</param>
    /// <param name="userIds">Whom.</param>
    /// <param name="callerId">Whose rights count; null for the server's.</param>
    [ServerFunction("group_users_promote", Failure = "error while trying to promote users in a group: ")]
    ValueTask PromoteUsers(
        [Expects("expects group ID to be a valid identifier")] Guid groupId,
        [Expects("expects each user ID to be a valid identifier"), AtMost(10_000)] IReadOnlyList<Guid> userIds,
        [Expects("expects caller ID to be a valid identifier")] Guid? callerId = null);

    /// <summary>Demotes players by a rank.</summary>
    /// <param name="groupId">Which.</param>
    /// <param name="userIds">Whom.</param>
    /// <param name="callerId">Whose rights count; null for the server's.</param>
    [ServerFunction("group_users_demote", Failure = "error while trying to demote users in a group: ")]
    ValueTask DemoteUsers(
        [Expects("expects group ID to be a valid identifier")] Guid groupId,
        [Expects("expects each user ID to be a valid identifier"), AtMost(10_000)] IReadOnlyList<Guid> userIds,
        [Expects("expects caller ID to be a valid identifier")] Guid? callerId = null);

    /// <summary>Lists who is in a group, who asks to be, and who is banned.</summary>
    /// <param name="groupId">Which.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="state">Only those: 0 superadmins, 1 admins, 2 members, 3 who ask to join, 4 who are banned; null for all but the banned.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("group_users_list", Failure = "error while trying to list users in a group: ", LuaReturnsMembers = true)]
    ValueTask<GroupUserPage> ListUsers(
        [Expects("expects group ID to be a valid identifier")] Guid groupId,
        [Expects("expects limit to be 1-10000"), Between(1, 10_000)] int limit = 100,
        [Expects("expects state to be 0-4"), Between(0, 4)] int? state = null,
        string cursor = "");

    /// <summary>Lists the groups that a player has to do with.</summary>
    /// <param name="userId">Who.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="state">Only those where the player is: 0 superadmin, 1 admin, 2 member, 3 asking to join, 4 banned; null for all but the banned.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("user_groups_list", Failure = "error while trying to list groups for a user: ", LuaReturnsMembers = true)]
    ValueTask<UserGroupPage> ListOfUser(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 100,
        [Expects("expects state to be 0-4"), Between(0, 4)] int? state = null,
        string cursor = "");

    /// <summary>Lists groups by their names, or by everything else about them.</summary>
    /// <param name="name">The name, in any case; <c>%</c> at its end stands for anything. With no other filter.</param>
    /// <param name="langTag">Only those of this language.</param>
    /// <param name="open">Only those that are open, or that are not.</param>
    /// <param name="edgeCount">Only those with at most so many members; negative for any.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("groups_list", Failure = "error listing groups: ", LuaReturnsMembers = true)]
    ValueTask<GroupPage> List(
        string name = "",
        string langTag = "",
        [InLua(MustBePassed = true)] bool? open = null,
        long edgeCount = -1,
        [Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 100,
        string cursor = "");

    /// <summary>Looks groups up; those that are not there are left out.</summary>
    /// <param name="groupIds">Which.</param>
    [ServerFunction("groups_get_id", Failure = "failed to get groups by ID: ")]
    ValueTask<IReadOnlyList<Group>> Of(
        [Expects("expects each group ID to be a valid identifier"), AtMost(1000), InJavaScript(IsMandatory = true)] IReadOnlyList<Guid>? groupIds = null);

    /// <summary>Groups by chance: different ones, and fewer only if there are no more.</summary>
    /// <param name="count">How many.</param>
    [ServerFunction("groups_get_random", Failure = "failed to get groups: ")]
    ValueTask<IReadOnlyList<Group>> Random([Expects("count must be 0-1000"), Between(0, 1000), InJavaScript(IsMandatory = true)] int count = 0);
}
