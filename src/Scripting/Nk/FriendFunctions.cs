using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Friends;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Nk;

/// <summary>Friends for modules: changing and listing them in a player's name.</summary>
internal static class FriendFunctions
{
    private const int ListLimit = 100;

    private delegate Command<Done> Change(string userId, string username, IReadOnlyList<string> friendIds, string metadata);

    public static LuaLibrary AddFriends(this LuaLibrary library, NkServer server) => library
        .AddChange("friends_add", "add friends", server, (userId, username, friends, metadata) => new AddFriends(userId, username, friends, metadata))
        .AddChange("friends_delete", "delete friends", server, (userId, username, friends, _) => new DeleteFriends(userId, username, friends))
        .AddChange("friends_block", "block friends", server, (userId, _, friends, _) => new BlockFriends(userId, friends))
        .Add("friends_list", (ref LuaCall call) => List(ref call, server))
        .Add("friends_of_friends_list", (ref LuaCall call) => ListFriendsOfFriends(ref call, server))
        .Add("friend_metadata_update", (ref LuaCall call) => UpdateMetadata(ref call, server))
        .Add("users_get_friend_status", (ref LuaCall call) => FriendStatus(ref call, server));

    private static LuaLibrary AddChange(this LuaLibrary library, string function, string what, NkServer server, Change change) => library
        .Add(function, (ref LuaCall call) =>
        {
            var userId = call.Uuid(1, "expects user ID to be a valid identifier").ToString();
            var username = call.NonEmptyText(2, "expects username string");
            var ids = call.OptionalUuids(3, "expects each user ID to be a valid identifier") ?? [];
            var usernames = call.Usernames(4);
            var metadata = function == "friends_add" ? call.OptionalObject(5, "error encoding metadata") : null;
            if (ids.Length + usernames.Count > Limits.UsersPerCall) call.Wrong(3, $"expects at most {Limits.UsersPerCall} users");
            if (call.Failed) return call.Fail();
            if (ids.Length + usernames.Count == 0) return call.Return();

            call.Perform(function, $"error trying to {what}: ", async (caller, cancel) =>
            {
                List<string> friends = [.. ids.Select(id => id.ToString())];
                if (usernames.Count > 0) friends.AddRange((await server.Get<PlayerSearch>().Find([], usernames, [], cancel)).Select(player => player.Card.UserId.ToString()));
                if (friends.Count == 0) return NkJson.Nothing;
                var answer = await server.Get<IJournal>().Execute(change(userId, username, friends, metadata ?? ""), caller, cancel);
                return answer.Fault is { } fault ? GroupFunctions.InScripts(fault) : NkJson.Nothing;
            });
            return call.Failed ? call.Fail() : call.Return();
        });

    private static LuaResult List(ref LuaCall call, NkServer server)
    {
        var userId = call.Uuid(1, "expects user ID to be a valid identifier");
        var limit = call.OptionalInteger(2, ListLimit);
        var state = call.OptionalInteger(3, -1);
        var cursor = call.OptionalText(4, "")!;
        if (limit is < 1 or > Limits.PageMax) call.Wrong(2, $"expects limit to be 1-{Limits.PageMax}");
        if (state is < -1 or > (int)FriendState.Blocked) call.Wrong(3, "expects state to be 0-3");
        if (call.Failed) return call.Fail();

        return Page(ref call, call.Perform("friends_list", "error while trying to list friends: ", async (_, cancel) =>
        {
            var answer = await server.Get<FriendLists>().Page(userId, state < 0 ? null : (int)state, (int)limit, cursor, cancel);
            if (!answer.IsGranted(out var page, out var fault)) return GroupFunctions.InScripts(fault);
            return NkJson.Write(json => GroupJson.WritePage(json, page.Cursor, list => FriendJson.Write(list, page.Friends, server.Get<IOnlinePlayers>())));
        }));
    }

    private static LuaResult ListFriendsOfFriends(ref LuaCall call, NkServer server)
    {
        var userId = call.Uuid(1, "expects user ID to be a valid identifier");
        var limit = call.OptionalInteger(2, ListLimit);
        var cursor = call.OptionalText(3, "")!;
        if (limit is < 1 or > Limits.FriendsOfFriendsScriptPageMax) call.Wrong(2, $"expects limit to be 1-{Limits.FriendsOfFriendsScriptPageMax}");
        if (call.Failed) return call.Fail();

        return Page(ref call, call.Perform("friends_of_friends_list", "error while trying to list friends of friends: ", async (_, cancel) =>
        {
            var answer = await server.Get<FriendsOfFriends>().Page(userId, (int)limit, cursor, cancel);
            if (!answer.IsGranted(out var page, out var fault)) return GroupFunctions.InScripts(fault);
            return NkJson.Write(json => GroupJson.WritePage(json, page.Cursor, list => FriendJson.Write(list, page.Found, server.Get<IOnlinePlayers>())));
        }));
    }

    private static LuaResult UpdateMetadata(ref LuaCall call, NkServer server)
    {
        var userId = call.Uuid(1, "expects user ID to be a valid identifier");
        var friendId = call.Uuid(2, "expects friend user ID to be a valid identifier");
        var metadata = call.OptionalObject(3, "error encoding metadata");
        if (metadata is null && !call.Failed) call.Wrong(3, "expects metadata to be a table");
        if (call.Failed) return call.Fail();
        call.Perform("friend_metadata_update", "error trying to update friend metadata: ", async (caller, cancel) =>
        {
            var command = new UpdateFriendMetadata(userId.ToString(), friendId.ToString(), metadata!);
            var answer = await server.Get<IJournal>().Execute(command, caller, cancel);
            return answer.Fault is { } fault ? GroupFunctions.InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    private static LuaResult FriendStatus(ref LuaCall call, NkServer server)
    {
        var userId = call.Uuid(1, "expects user ID to be a valid identifier");
        if (call.Failed || !call.Table(2)) return call.Fail();
        var others = call.OptionalUuids(2, "expects each user ID to be a valid identifier") ?? [];
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform("users_get_friend_status", "failed to get friend status: ", async (_, cancel) =>
        {
            var edges = await server.Get<IFriendships>().Of(userId, others, cancel);
            var cards = await server.Get<PlayerCards>().Of([.. edges.Select(edge => edge.FriendId)], cancel);
            var friends = edges.Where(edge => cards.ContainsKey(edge.FriendId)).Select(edge => new ListedFriend(edge, cards[edge.FriendId])).ToList();
            return NkJson.Write(json => FriendJson.Write(json, friends, server.Get<IOnlinePlayers>()));
        }));
    }

    /// <summary>A page is two values: the list and the cursor.</summary>
    private static LuaResult Page(ref LuaCall call, byte[]? page)
    {
        if (page is null) return call.Fail();
        if (!call.Stack.TryPushJson(page, out var problem)) return call.Fail(problem!);
        var results = call.Stack.Count;
        for (var at = 1; at <= 2; at++) call.Stack.PushItem(results, at);
        return call.ReturnPushed(2);
    }

    private static List<string> Usernames(ref this LuaCall call, int position)
    {
        List<string> names = [];
        if (call.IsNil(position) || !call.Table(position)) return names;
        var count = Math.Min(call.Stack.Length(position), Limits.UsersPerCall + 1);
        for (var at = 1; at <= count; at++)
        {
            call.Stack.PushItem(position, at);
            var name = call.Stack.Text(-1);
            call.Stack.Pop();
            if (string.IsNullOrEmpty(name))
            {
                call.Wrong(position, "expects each username to be a non-empty string");
                return names;
            }

            if (!name.Contains('\0')) names.Add(name);
        }

        return names;
    }
}
