using KaosNet.Api.Accounts;
using KaosNet.Api.Operations;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Friends;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Friends;

/// <summary>A player looks through the own friends, invites and blocks (parity 4.4).</summary>
public static class ListFriends
{
    public static readonly Operation Operation = Operation
        .Named("ListFriends", "List friends, invites and blocks of the caller's.")
        .Get("/v2/friend")
        .ForPlayers<Wire.ListFriendsRequest, Wire.FriendList>(Handle);

    static async ValueTask<Answer<Wire.FriendList>> Handle(Wire.ListFriendsRequest request, OperationCall call)
    {
        var limit = request.Limit ?? Limits.PageMax;
        if (limit is < 1 or > Limits.PageMax) return FriendFaults.InvalidPageLimit;
        if (request.State is < (int)FriendState.Friend or > (int)FriendState.Blocked) return FriendFaults.InvalidState;

        return await FriendMessages.OrFault<Wire.FriendList>(call, FriendFaults.ListFailed, async () =>
        {
            var answer = await call.Get<FriendLists>().Page(Guid.Parse(call.Caller.UserId), request.State, limit, request.Cursor, call.Aborted);
            return answer.IsGranted(out var page, out var fault) ? FriendMessages.Of(page, call.Get<Users>()) : fault;
        });
    }
}
