using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Providers;

/// <summary>Steam: signing in, linking, unlinking.</summary>
static class SteamProvider
{
    internal static readonly Provider<AccountSteam> Provider = new(IdentityKind.Steam, Refusal) { IsConfigurationFirst = true };

    public static readonly Operation SignIn = Operation
        .Named("AuthenticateSteam", "Sign in, or up, with Steam.")
        .Post("/v2/account/authenticate/steam", body: "account")
        .ForGames<AuthenticateSteamRequest, Session>((request, call) =>
            Provider.SignIn(request.Account, request.Username, request.Create, request.Account?.Vars, call));

    public static readonly Operation Link = Operation
        .Named("LinkSteam", "Add Steam to the ways the caller can sign in.")
        .Post("/v2/account/link/steam")
        .ForPlayers<LinkSteamRequest, Empty>((request, call) => Provider.Link(request.Account, call));

    public static readonly Operation Unlink = Operation
        .Named("UnlinkSteam", "Take Steam away from the ways the caller can sign in.")
        .Post("/v2/account/unlink/steam")
        .ForPlayers<AccountSteam, Empty>((request, call) => Provider.Unlink(request, call));

    static Fault? Refusal(AccountSteam credential) => credential.Token.Length > 0 ? null : Fault.InvalidArgument("Steam access token is required.");
}
