using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Modules.Friends;
using KaosNet.Modules;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Friends;
using FriendOfFriend = KaosNet.Modules.Friends.FriendOfFriend;
using FriendOfFriendPage = KaosNet.Modules.Friends.FriendOfFriendPage;
using FriendPage = KaosNet.Modules.Friends.FriendPage;
using FriendState = KaosNet.Modules.Friends.FriendState;

namespace KaosNet.Scripting.Server;

/// <summary>Friends for modules.</summary>
internal sealed class FriendFunctions(ServerApi api) : IFriendFunctions
{
    public ValueTask Add(Guid userId, string username, IReadOnlyList<Guid>? userIds, IReadOnlyList<string>? usernames, JsonText? metadata) =>
        Change(userIds, usernames, friends => new AddFriends(userId.ToString(), username, friends, metadata?.Text ?? ""));

    public ValueTask Delete(Guid userId, string username, IReadOnlyList<Guid>? userIds, IReadOnlyList<string>? usernames) =>
        Change(userIds, usernames, friends => new DeleteFriends(userId.ToString(), username, friends));

    public ValueTask Block(Guid userId, string username, IReadOnlyList<Guid>? userIds, IReadOnlyList<string>? usernames) =>
        Change(userIds, usernames, friends => new BlockFriends(userId.ToString(), friends));

    public async ValueTask<FriendPage> List(Guid userId, int limit, int? state, string cursor)
    {
        var page = ServerApi.GrantedInWords(await api.Get<FriendLists>().Page(userId, state, limit, cursor, api.Cancel));
        return new(FriendsOf(page.Friends), page.Cursor.Length > 0 ? page.Cursor : null);
    }

    public async ValueTask<FriendOfFriendPage> ListOfFriends(Guid userId, int limit, string cursor)
    {
        var page = ServerApi.GrantedInWords(await api.Get<FriendsOfFriends>().Page(userId, limit, cursor, api.Cancel));
        var online = api.Get<IOnlinePlayers>();
        return new([.. page.Found.Select(found => new FriendOfFriend(found.ReferrerId, Users.Of(found.Card, online)))], page.Cursor.Length > 0 ? page.Cursor : null);
    }

    public async ValueTask UpdateMetadata(Guid userId, Guid friendUserId, JsonText metadata) =>
        await api.ExecuteInWords(new UpdateFriendMetadata(userId.ToString(), friendUserId.ToString(), metadata.Text));

    public async ValueTask<IReadOnlyList<Friend>> StatusOf(Guid userId, IReadOnlyList<Guid> userIds)
    {
        var edges = await api.Get<IFriendships>().Of(userId, userIds, api.Cancel);
        var cards = await api.Get<PlayerCards>().Of([.. edges.Select(edge => edge.FriendId)], api.Cancel);
        return FriendsOf([.. edges.Where(edge => cards.ContainsKey(edge.FriendId)).Select(edge => new ListedFriend(edge, cards[edge.FriendId]))]);
    }

    private async ValueTask Change(IReadOnlyList<Guid>? userIds, IReadOnlyList<string>? usernames, Func<IReadOnlyList<string>, Command<Done>> command)
    {
        var names = Users.Findable(usernames);
        if ((userIds?.Count ?? 0) + names.Count > Limits.UsersPerCall) throw new RefusedException(StatusCode.InvalidArgument, $"expects at most {Limits.UsersPerCall} users");
        List<string> friends = [.. (userIds ?? []).Select(id => id.ToString())];
        if (names.Count > 0) friends.AddRange((await api.Get<PlayerSearch>().Find([], names, [], api.Cancel)).Select(player => player.Card.UserId.ToString()));
        if (friends.Count > 0) await api.ExecuteInWords(command(friends));
    }

    private List<Friend> FriendsOf(IReadOnlyList<ListedFriend> friends)
    {
        var online = api.Get<IOnlinePlayers>();
        return [.. friends.Select(friend => new Friend(Users.Of(friend.Card, online), (FriendState)friend.Edge.State, friend.Edge.UpdatedAt, friend.Edge.Metadata))];
    }
}
