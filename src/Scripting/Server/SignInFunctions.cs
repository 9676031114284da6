using System.Security.Cryptography;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Modules.Sessions;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;

namespace KaosNet.Scripting.Server;

/// <summary>Sign-ins for modules.</summary>
internal sealed class SignInFunctions(ServerApi api) : ISignInFunctions
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private ISignIns SignIns => api.Get<ISignIns>();

    public ValueTask<SignIn> Device(string id, string username, bool create) => Told(SignIns.SignIn(Identity.Device(id), username, create, api.Caller, api.Cancel));

    public ValueTask<SignIn> Custom(string id, string username, bool create) => Told(SignIns.SignIn(Identity.Custom(id), username, create, api.Caller, api.Cancel));

    public ValueTask<SignIn> Email(string email, string password, string username, bool create) =>
        Told(SignIns.SignInByEmail(email, password, username, create, api.Caller, api.Cancel));

    public ValueTask<SignIn> Apple(string token, string username, bool create) => With(new AccountApple { Token = token }, username, create);

    public ValueTask<SignIn> Facebook(string token, bool importFriends, string username, bool create) => With(new AccountFacebook { Token = token }, username, create);

    public ValueTask<SignIn> FacebookInstantGame(string signedPlayerInfo, string username, bool create) =>
        With(new AccountFacebookInstantGame { SignedPlayerInfo = signedPlayerInfo }, username, create);

    public ValueTask<SignIn> GameCenter(
        string playerId, string bundleId, long timestamp, string salt, string signature, string publicKeyUrl, string username, bool create) =>
        With(LinkingFunctions.Signed(playerId, bundleId, timestamp, salt, signature, publicKeyUrl), username, create);

    public ValueTask<SignIn> Google(string token, string username, bool create) => With(new AccountGoogle { Token = token }, username, create);

    public ValueTask<SignIn> Steam(string token, bool importFriends, string username, bool create) => With(new AccountSteam { Token = token }, username, create);

    public ValueTask<SessionToken> GenerateToken(Guid userId, string username, long exp, IReadOnlyDictionary<string, string>? vars)
    {
        var name = username.Length > 0 ? username : RandomNumberGenerator.GetString(Letters, Limits.GeneratedUsernameLetters);
        var expiresAt = exp;
        return new(new SessionToken(SignIns.Token(userId.ToString(), name, vars ?? new Dictionary<string, string>(), ref expiresAt), expiresAt));
    }

    private ValueTask<SignIn> With<TCredential>(TCredential credential, string username, bool create)
        where TCredential : class, new() => Told(SignIns.SignInWith(credential, username, create, api.Caller, api.Cancel));

    private static async ValueTask<SignIn> Told(ValueTask<Answer<SignedIn>> signingIn)
    {
        var player = ServerApi.Granted(await signingIn);
        return new(Guid.Parse(player.UserId), player.Username, player.IsNew);
    }
}
