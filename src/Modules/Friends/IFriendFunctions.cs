using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Friends;

/// <summary>Friends, changed and listed in a player's name.</summary>
public interface IFriendFunctions
{
    /// <summary>Invites players to be friends, or accepts their invitations. Unknown players are passed over.</summary>
    /// <param name="userId">In whose name.</param>
    /// <param name="username">That player's name.</param>
    /// <param name="userIds">Whom, by ids.</param>
    /// <param name="usernames">Whom, by names.</param>
    /// <param name="metadata">What to keep about each two of them.</param>
    [ServerFunction("friends_add", Failure = "error trying to add friends: ")]
    ValueTask Add(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects username string")] string username,
        [Expects("expects each user ID to be a valid identifier"), AtMost(1000)] IReadOnlyList<Guid>? userIds = null,
        [Expects("expects each username to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? usernames = null,
        [InJavaScript(IsMandatory = true)] JsonText? metadata = null);

    /// <summary>Ends friendships, and takes back or declines invitations.</summary>
    /// <param name="userId">In whose name.</param>
    /// <param name="username">That player's name.</param>
    /// <param name="userIds">With whom, by ids.</param>
    /// <param name="usernames">With whom, by names.</param>
    [ServerFunction("friends_delete", Failure = "error trying to delete friends: ")]
    ValueTask Delete(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects username string")] string username,
        [Expects("expects each user ID to be a valid identifier"), AtMost(1000)] IReadOnlyList<Guid>? userIds = null,
        [Expects("expects each username to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? usernames = null);

    /// <summary>Blocks players: they can neither invite nor be friends, nor send chat messages directly.</summary>
    /// <param name="userId">In whose name.</param>
    /// <param name="username">That player's name.</param>
    /// <param name="userIds">Whom, by ids.</param>
    /// <param name="usernames">Whom, by names.</param>
    [ServerFunction("friends_block", Failure = "error trying to block friends: ")]
    ValueTask Block(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects username string")] string username,
        [Expects("expects each user ID to be a valid identifier"), AtMost(1000)] IReadOnlyList<Guid>? userIds = null,
        [Expects("expects each username to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? usernames = null);

    /// <summary>Lists a player's friends, invitations and blocks.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="state">Only those in this state: 0 friends, 1 invited, 2 inviting, 3 blocked; null for all.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("friends_list", Failure = "error while trying to list friends: ", LuaReturnsMembers = true)]
    ValueTask<FriendPage> List(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects limit to be 1-1000"), Between(1, 1000)] int limit = 100,
        [Expects("expects state to be 0-3"), Between(0, 3)] int? state = null,
        string cursor = "");

    /// <summary>Lists the friends of a player's friends who are not the player's own.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("friends_of_friends_list", Failure = "error while trying to list friends of friends: ", LuaReturnsMembers = true)]
    ValueTask<FriendOfFriendPage> ListOfFriends(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects limit to be 1-1000"), Between(1, 1000)] int limit = 100,
        string cursor = "");

    /// <summary>Replaces what is kept about a player and one of their friends.</summary>
    /// <param name="userId">In whose name.</param>
    /// <param name="friendUserId">With whom.</param>
    /// <param name="metadata">What is to be kept.</param>
    [ServerFunction("friend_metadata_update", Failure = "error trying to update friend metadata: ")]
    ValueTask UpdateMetadata(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects friend user ID to be a valid identifier")] Guid friendUserId,
        [Expects("expects metadata to be a table")] JsonText metadata);

    /// <summary>Tells how a player stands to some others; those with whom there is nothing are left out.</summary>
    /// <param name="userId">Whose friends.</param>
    /// <param name="userIds">Which players.</param>
    [ServerFunction("users_get_friend_status", Failure = "failed to get friend status: ")]
    ValueTask<IReadOnlyList<Friend>> StatusOf(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [Expects("expects each user ID to be a valid identifier"), AtMost(1000)] IReadOnlyList<Guid> userIds);
}
