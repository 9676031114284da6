using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Providers;

/// <summary>Game Center: signing in, linking, unlinking.</summary>
static class GameCenterProvider
{
    internal static readonly Provider<AccountGameCenter> Provider = new(IdentityKind.GameCenter, Refusal);

    public static readonly Operation SignIn = Operation
        .Named("AuthenticateGameCenter", "Sign in, or up, with Game Center.")
        .Post("/v2/account/authenticate/gamecenter", body: "account")
        .ForGames<AuthenticateGameCenterRequest, Session>((request, call) => request.Account is { } account
            ? Provider.SignIn(account, request.Username, request.Create, account.Vars, call)
            : new(Fault.InvalidArgument("GameCenter access credentials are required.")));

    public static readonly Operation Link = Operation
        .Named("LinkGameCenter", "Add Game Center to the ways the caller can sign in.")
        .Post("/v2/account/link/gamecenter")
        .ForPlayers<AccountGameCenter, Empty>((request, call) => Provider.Link(request, call));

    public static readonly Operation Unlink = Operation
        .Named("UnlinkGameCenter", "Take Game Center away from the ways the caller can sign in.")
        .Post("/v2/account/unlink/gamecenter")
        .ForPlayers<AccountGameCenter, Empty>((request, call) => Provider.Unlink(request, call));

    static Fault? Refusal(AccountGameCenter credential) =>
        credential.BundleId.Length == 0 ? Missing("bundle ID")
        : credential.PlayerId.Length == 0 ? Missing("player ID")
        : credential.PublicKeyUrl.Length == 0 ? Missing("public key URL")
        : credential.Salt.Length == 0 ? Missing("salt")
        : credential.Signature.Length == 0 ? Missing("signature")
        : credential.TimestampSeconds == 0 ? Missing("timestamp")
        : null;

    static Fault Missing(string what) => Fault.InvalidArgument($"GameCenter {what} is required.");
}
