using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Friends;

/// <summary>A player brings the friends from Steam along (parity 4.6). This version cannot ask Steam for them and says so before all else (M1).</summary>
public static class ImportSteamFriends
{
    public static readonly Operation Operation = Operation
        .Named("ImportSteamFriends", "Import the caller's friends from Steam.")
        .Post("/v2/friend/steam", body: "account")
        .ForPlayers<Wire.ImportSteamFriendsRequest, Wire.Empty>(Handle);

    static readonly Fault NotConfigured = Fault.FailedPrecondition("Steam authentication is not configured.");

    static ValueTask<Answer<Wire.Empty>> Handle(Wire.ImportSteamFriendsRequest request, OperationCall call) => new(NotConfigured);
}
