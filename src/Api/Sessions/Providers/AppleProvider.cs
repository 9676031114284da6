using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Providers;

/// <summary>Apple: signing in, linking, unlinking.</summary>
static class AppleProvider
{
    internal static readonly Provider<AccountApple> Provider = new(IdentityKind.Apple, Refusal) { IsConfigurationFirst = true };

    public static readonly Operation SignIn = Operation
        .Named("AuthenticateApple", "Sign in, or up, with Apple.")
        .Post("/v2/account/authenticate/apple", body: "account")
        .ForGames<AuthenticateAppleRequest, Session>((request, call) =>
            Provider.SignIn(request.Account, request.Username, request.Create, request.Account?.Vars, call));

    public static readonly Operation Link = Operation
        .Named("LinkApple", "Add Apple to the ways the caller can sign in.")
        .Post("/v2/account/link/apple")
        .ForPlayers<AccountApple, Empty>((request, call) => Provider.Link(request, call, isConfigurationFirst: true));

    public static readonly Operation Unlink = Operation
        .Named("UnlinkApple", "Take Apple away from the ways the caller can sign in.")
        .Post("/v2/account/unlink/apple")
        .ForPlayers<AccountApple, Empty>((request, call) => Provider.Unlink(request, call));

    static Fault? Refusal(AccountApple credential) => credential.Token.Length > 0 ? null : Fault.InvalidArgument("Apple ID token is required.");
}
