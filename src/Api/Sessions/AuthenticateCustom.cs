using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions;

/// <summary>A player signs in, or up, with a custom id.</summary>
static class AuthenticateCustom
{
    public static readonly Operation Operation = Operations.Operation
        .Named("AuthenticateCustom", "Sign in, or up, with a custom id.")
        .Post("/v2/account/authenticate/custom", body: "account")
        .ForGames<AuthenticateCustomRequest, Session>((request, call) => call.Get<SigningIn>().With(
            Identity.Custom(request.Account?.Id ?? ""), request.Username, request.Create, request.Account?.Vars, call));
}
