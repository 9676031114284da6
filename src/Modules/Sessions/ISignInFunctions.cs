using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Sessions;

/// <summary>Who a player proved to be.</summary>
/// <param name="UserId">The account's id.</param>
/// <param name="Username">Its name.</param>
/// <param name="Created">Whether this sign-in made the account.</param>
public sealed record SignIn(Guid UserId, string Username, bool Created);

/// <summary>A session token.</summary>
/// <param name="Token">The token.</param>
/// <param name="Exp">When it expires, in Unix seconds.</param>
public sealed record SessionToken(string Token, long Exp);

/// <summary>
/// Signing in for players, by the rules that their own calls have: the same checks, the same refusals, banned players are turned away. No session comes of it but where a
/// function says so.
/// </summary>
public interface ISignInFunctions
{
    /// <summary>Who signs in with this device, or the account that is made for it.</summary>
    /// <param name="id">The device id.</param>
    /// <param name="username">For a new account; empty to have one made up.</param>
    /// <param name="create">Whether an account may be made.</param>
    [ServerFunction("authenticate_device", Failure = "error authenticating: ", LuaReturnsMembers = true)]
    ValueTask<SignIn> Device([Expects("expects ID string")] string id, string username = "", bool create = true);

    /// <summary>Who signs in with this custom id, or the account that is made for it.</summary>
    /// <param name="id">The custom id.</param>
    /// <param name="username">For a new account; empty to have one made up.</param>
    /// <param name="create">Whether an account may be made.</param>
    [ServerFunction("authenticate_custom", Failure = "error authenticating: ", LuaReturnsMembers = true)]
    ValueTask<SignIn> Custom([Expects("expects ID string")] string id, string username = "", bool create = true);

    /// <summary>Who signs in with this email and password, or the account that is made for them. Without an email, who has this username and password.</summary>
    /// <param name="email">The address; empty to sign in by username.</param>
    /// <param name="password">The password.</param>
    /// <param name="username">For a new account; empty to have one made up.</param>
    /// <param name="create">Whether an account may be made.</param>
    [ServerFunction("authenticate_email", Failure = "error authenticating: ", LuaReturnsMembers = true)]
    ValueTask<SignIn> Email(
        [InJavaScript(IsMandatory = true)] string email = "",
        [Expects("expects password string"), InLua(IsMandatory = true), InJavaScript(IsMandatory = true)] string password = "",
        string username = "", bool create = true);

    /// <summary>For whom Apple vouches.</summary>
    /// <param name="token">Apple's id token.</param>
    /// <param name="username">For a new account; empty to have one made up.</param>
    /// <param name="create">Whether an account may be made.</param>
    [ServerFunction("authenticate_apple", Failure = "error authenticating: ", LuaReturnsMembers = true)]
    ValueTask<SignIn> Apple([Expects("expects ID token string")] string token, string username = "", bool create = true);

    /// <summary>For whom Facebook vouches.</summary>
    /// <param name="token">Facebook's access token.</param>
    /// <param name="importFriends">Whether friends there become friends here.</param>
    /// <param name="username">For a new account; empty to have one made up.</param>
    /// <param name="create">Whether an account may be made.</param>
    [ServerFunction("authenticate_facebook", Failure = "error authenticating: ", LuaReturnsMembers = true)]
    ValueTask<SignIn> Facebook([Expects("expects token string")] string token, bool importFriends = true, string username = "", bool create = true);

    /// <summary>For whom Facebook's instant games vouch.</summary>
    /// <param name="signedPlayerInfo">The game's signed player info.</param>
    /// <param name="username">For a new account; empty to have one made up.</param>
    /// <param name="create">Whether an account may be made.</param>
    [ServerFunction("authenticate_facebook_instant_game", Failure = "error authenticating: ", LuaReturnsMembers = true)]
    ValueTask<SignIn> FacebookInstantGame([Expects("expects signed player info")] string signedPlayerInfo, string username = "", bool create = true);

    /// <summary>For whom Game Center vouches.</summary>
    /// <param name="playerId">Game Center's id of the player.</param>
    /// <param name="bundleId">The game.</param>
    /// <param name="timestamp">When it was signed.</param>
    /// <param name="salt">What was signed with it.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="publicKeyUrl">Where its key is.</param>
    /// <param name="username">For a new account; empty to have one made up.</param>
    /// <param name="create">Whether an account may be made.</param>
    [ServerFunction("authenticate_game_center", Failure = "error authenticating: ", LuaReturnsMembers = true)]
    ValueTask<SignIn> GameCenter(
        [Expects("expects player ID string")] string playerId, [Expects("expects bundle ID string")] string bundleId, long timestamp,
        [Expects("expects salt string")] string salt, [Expects("expects signature string")] string signature, [Expects("expects public key URL string")] string publicKeyUrl, string username = "", bool create = true);

    /// <summary>For whom Google vouches.</summary>
    /// <param name="token">Google's id token.</param>
    /// <param name="username">For a new account; empty to have one made up.</param>
    /// <param name="create">Whether an account may be made.</param>
    [ServerFunction("authenticate_google", Failure = "error authenticating: ", LuaReturnsMembers = true)]
    ValueTask<SignIn> Google([Expects("expects ID token string")] string token, string username = "", bool create = true);

    /// <summary>For whom Steam vouches.</summary>
    /// <param name="token">Steam's ticket.</param>
    /// <param name="importFriends">Whether friends there become friends here.</param>
    /// <param name="username">For a new account; empty to have one made up.</param>
    /// <param name="create">Whether an account may be made.</param>
    [ServerFunction("authenticate_steam", Failure = "error authenticating: ", LuaReturnsMembers = true)]
    ValueTask<SignIn> Steam([Expects("expects token string")] string token, bool importFriends = true, string username = "", bool create = true);

    /// <summary>Makes a session token for a player. There need be no account; there is no refresh token with it.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="username">What the token says of the name; empty to have one made up, it is not looked up.</param>
    /// <param name="exp">When it expires, in Unix seconds; 0 for the time that sessions usually have.</param>
    /// <param name="vars">Session variables.</param>
    [ServerFunction("authenticate_token_generate", Failure = "error generating token: ", LuaReturnsMembers = true)]
    ValueTask<SessionToken> GenerateToken(
        [Expects("expects user ID to be a valid identifier")] Guid userId,
        [InLua(IsMandatory = true)] string username = "",
        long exp = 0,
        [AtMost(1000)] IReadOnlyDictionary<string, string>? vars = null);
}
