using KaosNet.Api.Operations;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Friends;

/// <summary>A player brings the friends from Facebook along (parity 4.6). This version cannot ask Facebook for them and says so.</summary>
public static class ImportFacebookFriends
{
    public static readonly Operation Operation = Operation
        .Named("ImportFacebookFriends", "Import the caller's friends from Facebook.")
        .Post("/v2/friend/facebook", body: "account")
        .ForPlayers<Wire.ImportFacebookFriendsRequest, Wire.Empty>(Handle);

    static readonly Fault NotConfigured = Fault.FailedPrecondition("Facebook authentication is not configured.");

    static ValueTask<Answer<Wire.Empty>> Handle(Wire.ImportFacebookFriendsRequest request, OperationCall call) =>
        new(request.Account is not { Token.Length: > 0 } ? FriendFaults.FacebookTokenMissing : NotConfigured);
}
