using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions;

/// <summary>A player signs in, or up, with a device id.</summary>
static class AuthenticateDevice
{
    public static readonly Operation Operation = Operations.Operation
        .Named("AuthenticateDevice", "Sign in, or up, with a device id.")
        .Post("/v2/account/authenticate/device", body: "account")
        .ForGames<AuthenticateDeviceRequest, Session>(Handle);

    static async ValueTask<Answer<Session>> Handle(AuthenticateDeviceRequest request, OperationCall call)
    {
        var account = request.Account ?? new();
        var identity = Identity.Device(account.Id);
        return (identity.Refusal() ?? Username.Refusal(request.Username)) is { } fault
            ? fault
            : await call.Get<SigningIn>().By(identity, request.Username, request.Create, account.Vars, call);
    }
}
