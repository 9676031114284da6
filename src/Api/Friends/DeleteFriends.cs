using KaosNet.Api.Operations;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using Deleting = KaosNet.Domain.Friends.DeleteFriends;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Friends;

/// <summary>A player removes friends, takes back or rejects invites and lifts blocks, all or none (parity 4.3).</summary>
public static class DeleteFriends
{
    public static readonly Operation Operation = Operation
        .Named("DeleteFriends", "Remove friends, invites and blocks of the caller's.")
        .Delete("/v2/friend")
        .ForPlayers<Wire.DeleteFriendsRequest, Wire.Empty>(Handle);

    static ValueTask<Answer<Wire.Empty>> Handle(Wire.DeleteFriendsRequest request, OperationCall call) => NamedUsers.Do(
        call, request.Ids, request.Usernames, FriendFaults.DeleteSelf, whenNobody: null, FriendFaults.DeleteFailed,
        users => new Deleting(call.Caller.UserId, call.Caller.Username, users));
}
