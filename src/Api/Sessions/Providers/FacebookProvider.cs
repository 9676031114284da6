using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Providers;

/// <summary>Facebook: signing in, linking, unlinking.</summary>
static class FacebookProvider
{
    internal static readonly Provider<AccountFacebook> Provider = new(IdentityKind.Facebook, Refusal);

    public static readonly Operation SignIn = Operation
        .Named("AuthenticateFacebook", "Sign in, or up, with Facebook.")
        .Post("/v2/account/authenticate/facebook", body: "account")
        .ForGames<AuthenticateFacebookRequest, Session>((request, call) =>
            Provider.SignIn(request.Account, request.Username, request.Create, request.Account?.Vars, call));

    public static readonly Operation Link = Operation
        .Named("LinkFacebook", "Add Facebook to the ways the caller can sign in.")
        .Post("/v2/account/link/facebook", body: "account")
        .ForPlayers<LinkFacebookRequest, Empty>((request, call) => Provider.Link(request.Account, call));

    public static readonly Operation Unlink = Operation
        .Named("UnlinkFacebook", "Take Facebook away from the ways the caller can sign in.")
        .Post("/v2/account/unlink/facebook")
        .ForPlayers<AccountFacebook, Empty>((request, call) => Provider.Unlink(request, call));

    static Fault? Refusal(AccountFacebook credential) => credential.Token.Length > 0 ? null : Fault.InvalidArgument("Facebook access token is required.");
}
