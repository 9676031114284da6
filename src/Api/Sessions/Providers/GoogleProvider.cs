using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Providers;

/// <summary>Google: signing in, linking, unlinking.</summary>
static class GoogleProvider
{
    internal static readonly Provider<AccountGoogle> Provider = new(IdentityKind.Google, Refusal);

    public static readonly Operation SignIn = Operation
        .Named("AuthenticateGoogle", "Sign in, or up, with Google.")
        .Post("/v2/account/authenticate/google", body: "account")
        .ForGames<AuthenticateGoogleRequest, Session>((request, call) =>
            Provider.SignIn(request.Account, request.Username, request.Create, request.Account?.Vars, call));

    public static readonly Operation Link = Operation
        .Named("LinkGoogle", "Add Google to the ways the caller can sign in.")
        .Post("/v2/account/link/google")
        .ForPlayers<AccountGoogle, Empty>((request, call) => Provider.Link(request, call));

    public static readonly Operation Unlink = Operation
        .Named("UnlinkGoogle", "Take Google away from the ways the caller can sign in.")
        .Post("/v2/account/unlink/google")
        .ForPlayers<AccountGoogle, Empty>((request, call) => Provider.Unlink(request, call));

    static Fault? Refusal(AccountGoogle credential) => credential.Token.Length > 0 ? null : Fault.InvalidArgument("Google access token is required.");
}
