using KaosNet.Api.Operations;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using Adding = KaosNet.Domain.Friends.AddFriends;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Friends;

/// <summary>A player invites others or accepts their invites, all or none (parity 4.3).</summary>
public static class AddFriends
{
    public static readonly Operation Operation = Operation
        .Named("AddFriends", "Invite players to be friends, or accept their invites.")
        .PostWithoutBody("/v2/friend")
        .ForPlayers<Wire.AddFriendsRequest, Wire.Empty>(Handle);

    static ValueTask<Answer<Wire.Empty>> Handle(Wire.AddFriendsRequest request, OperationCall call) => NamedUsers.Do(
        call, request.Ids, request.Usernames, FriendFaults.AddSelf, FriendFaults.NobodyNamed, FriendFaults.AddFailed,
        users => new Adding(call.Caller.UserId, call.Caller.Username, users, request.Metadata));
}
