using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Linking;

/// <summary>A player adds one more device to sign in with (parity 2.10).</summary>
static class LinkDevice
{
    public static readonly Operation Operation = Operations.Operation
        .Named("LinkDevice", "Add a device id to the ways the caller can sign in.")
        .Post("/v2/account/link/device")
        .ForPlayers<AccountDevice, Empty>(Handle);

    static ValueTask<Answer<Empty>> Handle(AccountDevice request, OperationCall call) =>
        call.Change(new LinkIdentity(call.Caller.UserId, Identity.Device(request.Id)));
}
