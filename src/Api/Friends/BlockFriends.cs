using KaosNet.Api.Operations;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using Blocking = KaosNet.Domain.Friends.BlockFriends;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Friends;

/// <summary>A player blocks others, all or none; they are not told (parity 4.3).</summary>
public static class BlockFriends
{
    public static readonly Operation Operation = Operation
        .Named("BlockFriends", "Block players, friends or not.")
        .PostWithoutBody("/v2/friend/block")
        .ForPlayers<Wire.BlockFriendsRequest, Wire.Empty>(Handle);

    static ValueTask<Answer<Wire.Empty>> Handle(Wire.BlockFriendsRequest request, OperationCall call) => NamedUsers.Do(
        call, request.Ids, request.Usernames, FriendFaults.BlockSelf, FriendFaults.NobodyNamed, FriendFaults.BlockFailed,
        users => new Blocking(call.Caller.UserId, users));
}
