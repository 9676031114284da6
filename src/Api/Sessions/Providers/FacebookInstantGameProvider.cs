using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Providers;

/// <summary>Facebook Instant Games: signing in, linking, unlinking.</summary>
static class FacebookInstantGameProvider
{
    internal static readonly Provider<AccountFacebookInstantGame> Provider = new(IdentityKind.FacebookInstantGame, Refusal)
    {
        // The reference's code, though it is not our data that is lost.
        NotVerifiedAtSignIn = new(FaultCode.DataLoss, "Error extracting the Facebook Instant Game player ID or validating the signature"),
    };

    public static readonly Operation SignIn = Operation
        .Named("AuthenticateFacebookInstantGame", "Sign in, or up, from a Facebook Instant Game.")
        .Post("/v2/account/authenticate/facebookinstantgame", body: "account")
        .ForGames<AuthenticateFacebookInstantGameRequest, Session>((request, call) =>
            Provider.SignIn(request.Account, request.Username, request.Create, request.Account?.Vars, call));

    public static readonly Operation Link = Operation
        .Named("LinkFacebookInstantGame", "Add a Facebook Instant Game to the ways the caller can sign in.")
        .Post("/v2/account/link/facebookinstantgame")
        .ForPlayers<AccountFacebookInstantGame, Empty>((request, call) => Provider.Link(request, call));

    public static readonly Operation Unlink = Operation
        .Named("UnlinkFacebookInstantGame", "Take a Facebook Instant Game away from the ways the caller can sign in.")
        .Post("/v2/account/unlink/facebookinstantgame")
        .ForPlayers<AccountFacebookInstantGame, Empty>((request, call) => Provider.Unlink(request, call));

    static Fault? Refusal(AccountFacebookInstantGame credential) => credential.SignedPlayerInfo.Length > 0
        ? null
        : Fault.InvalidArgument("Signed Player Info for a Facebook Instant Game is required.");
}
