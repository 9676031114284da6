using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Linking;

/// <summary>A player takes away one of the devices to sign in with, never the last way (parity 2.11).</summary>
static class UnlinkDevice
{
    public static readonly Operation Operation = Operations.Operation
        .Named("UnlinkDevice", "Take a device id away from the ways the caller can sign in.")
        .Post("/v2/account/unlink/device")
        .ForPlayers<AccountDevice, Empty>(Handle);

    static ValueTask<Answer<Empty>> Handle(AccountDevice request, OperationCall call) =>
        call.Change(new UnlinkIdentity(call.Caller.UserId, IdentityKind.Device, request.Id));
}
