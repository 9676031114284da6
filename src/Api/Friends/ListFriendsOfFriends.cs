using KaosNet.Api.Accounts;
using KaosNet.Api.Operations;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Friends;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Friends;

/// <summary>A player meets the friends of friends (parity 4.5).</summary>
public static class ListFriendsOfFriends
{
    const int DefaultLimit = 10;

    public static readonly Operation Operation = Operation
        .Named("ListFriendsOfFriends", "List friends of the caller's friends.")
        .Get("/v2/friend/friends")
        .ForPlayers<Wire.ListFriendsOfFriendsRequest, Wire.FriendsOfFriendsList>(Handle);

    static async ValueTask<Answer<Wire.FriendsOfFriendsList>> Handle(Wire.ListFriendsOfFriendsRequest request, OperationCall call)
    {
        var limit = request.Limit ?? DefaultLimit;
        if (limit is < 1 or > Limits.FriendsOfFriendsPageMax) return FriendFaults.InvalidFriendsOfFriendsLimit;

        return await FriendMessages.OrFault<Wire.FriendsOfFriendsList>(call, FriendFaults.ListFriendsOfFriendsFailed, async () =>
        {
            var answer = await call.Get<FriendsOfFriends>().Page(Guid.Parse(call.Caller.UserId), limit, request.Cursor, call.Aborted);
            return answer.IsGranted(out var page, out var fault) ? FriendMessages.Of(page, call.Get<Users>()) : fault;
        });
    }
}
