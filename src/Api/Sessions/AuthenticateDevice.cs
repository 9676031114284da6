using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions;

/// <summary>A player signs in, or up, with a device id.</summary>
static class AuthenticateDevice
{
    public static readonly Operation Operation = Operations.Operation
        .Named("AuthenticateDevice", "Sign in, or up, with a device id.")
        .Post("/v2/account/authenticate/device", body: "account")
        .ForGames<AuthenticateDeviceRequest, Session>((request, call) => call.Get<SigningIn>().With(
            Identity.Device(request.Account?.Id ?? ""), request.Username, request.Create, request.Account?.Vars, call));
}
