using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Sessions;

/// <summary>The ways in which a player can sign in: more of them, and fewer, but never none.</summary>
public interface ILinkingFunctions
{
    /// <summary>Adds a way to sign in. A device: one more.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="deviceId">The device.</param>
    [ServerFunction("link_device", Failure = "error linking: ")]
    ValueTask LinkDevice([Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects device ID string")] string deviceId);

    /// <summary>Adds a way to sign in. A custom id, in place of the one before.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="customId">The custom id.</param>
    [ServerFunction("link_custom", Failure = "error linking: ")]
    ValueTask LinkCustom([Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects custom ID string")] string customId);

    /// <summary>Adds a way to sign in. Email and password, in place of the ones before.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="email">The address.</param>
    /// <param name="password">The password.</param>
    [ServerFunction("link_email", Failure = "error linking: ")]
    ValueTask LinkEmail([Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects email string")] string email,
        [Expects("expects password string")] string password);

    /// <summary>Adds a way to sign in. Apple.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="token">Apple's id token.</param>
    [ServerFunction("link_apple", Failure = "error linking: ")]
    ValueTask LinkApple([Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects token string")] string token);

    /// <summary>Adds a way to sign in. Facebook.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="username">The player's name.</param>
    /// <param name="token">Facebook's access token.</param>
    /// <param name="importFriends">Whether friends there become friends here.</param>
    [ServerFunction("link_facebook", Failure = "error linking: ")]
    ValueTask LinkFacebook([Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects username string")] string username, [Expects("expects token string")] string token,
        bool importFriends = true);

    /// <summary>Adds a way to sign in. Facebook's instant games.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="signedPlayerInfo">The game's signed player info.</param>
    [ServerFunction("link_facebook_instant_game", Failure = "error linking: ")]
    ValueTask LinkFacebookInstantGame([Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects signed player info")] string signedPlayerInfo);

    /// <summary>Adds a way to sign in. Game Center.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="playerId">Game Center's id of the player.</param>
    /// <param name="bundleId">The game.</param>
    /// <param name="timestamp">When it was signed.</param>
    /// <param name="salt">What was signed with it.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="publicKeyUrl">Where its key is.</param>
    [ServerFunction("link_gamecenter", JavaScript = "linkGameCenter", Failure = "error linking: ")]
    ValueTask LinkGameCenter([Expects("expects user ID to be a valid identifier")] Guid userId, 
        [Expects("expects player ID string")] string playerId, [Expects("expects bundle ID string")] string bundleId, long timestamp,
        [Expects("expects salt string")] string salt, [Expects("expects signature string")] string signature, [Expects("expects public key URL string")] string publicKeyUrl);

    /// <summary>Adds a way to sign in. Google.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="token">Google's id token.</param>
    [ServerFunction("link_google", Failure = "error linking: ")]
    ValueTask LinkGoogle([Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects token string")] string token);

    /// <summary>Adds a way to sign in. Steam.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="username">The player's name.</param>
    /// <param name="token">Steam's ticket.</param>
    /// <param name="importFriends">Whether friends there become friends here.</param>
    [ServerFunction("link_steam", Failure = "error linking: ")]
    ValueTask LinkSteam([Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects username string")] string username, [Expects("expects token string")] string token,
        bool importFriends = true);

    /// <summary>Takes a device away.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="deviceId">The device.</param>
    [ServerFunction("unlink_device", Failure = "error unlinking: ")]
    ValueTask UnlinkDevice([Expects("expects user ID to be a valid identifier")] Guid userId, [Expects("expects device ID string")] string deviceId);

    /// <summary>Takes the custom id away. What is handed in to name it has to be the linked one; empty for whichever it is.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="customId">The custom id.</param>
    [ServerFunction("unlink_custom", Failure = "error unlinking: ")]
    ValueTask UnlinkCustom([Expects("expects user ID to be a valid identifier")] Guid userId, string customId = "");

    /// <summary>Takes email and password away. What is handed in to name it has to be the linked one; empty for whichever it is.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="email">The address.</param>
    [ServerFunction("unlink_email", Failure = "error unlinking: ")]
    ValueTask UnlinkEmail([Expects("expects user ID to be a valid identifier")] Guid userId, string email = "");

    /// <summary>Takes Apple away. What is handed in to name it has to be the linked one; empty for whichever it is.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="token">Apple's id token.</param>
    [ServerFunction("unlink_apple", Failure = "error unlinking: ")]
    ValueTask UnlinkApple([Expects("expects user ID to be a valid identifier")] Guid userId, string token = "");

    /// <summary>Takes Facebook away. What is handed in to name it has to be the linked one; empty for whichever it is.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="token">Facebook's access token.</param>
    [ServerFunction("unlink_facebook", Failure = "error unlinking: ")]
    ValueTask UnlinkFacebook([Expects("expects user ID to be a valid identifier")] Guid userId, string token = "");

    /// <summary>Takes Facebook's instant games away. What is handed in to name it has to be the linked one; empty for whichever it is.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="signedPlayerInfo">The game's signed player info.</param>
    [ServerFunction("unlink_facebook_instant_game", Failure = "error unlinking: ")]
    ValueTask UnlinkFacebookInstantGame([Expects("expects user ID to be a valid identifier")] Guid userId, string signedPlayerInfo = "");

    /// <summary>Takes Game Center away. What is handed in to name it has to be the linked one; empty for whichever it is.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="playerId">Game Center's id of the player.</param>
    /// <param name="bundleId">The game.</param>
    /// <param name="timestamp">When it was signed.</param>
    /// <param name="salt">What was signed with it.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="publicKeyUrl">Where its key is.</param>
    [ServerFunction("unlink_gamecenter", JavaScript = "unlinkGameCenter", Failure = "error unlinking: ")]
    ValueTask UnlinkGameCenter([Expects("expects user ID to be a valid identifier")] Guid userId, 
        string playerId = "", string bundleId = "", long timestamp = 0, string salt = "", string signature = "", string publicKeyUrl = "");

    /// <summary>Takes Google away. What is handed in to name it has to be the linked one; empty for whichever it is.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="token">Google's id token.</param>
    [ServerFunction("unlink_google", Failure = "error unlinking: ")]
    ValueTask UnlinkGoogle([Expects("expects user ID to be a valid identifier")] Guid userId, string token = "");

    /// <summary>Takes Steam away. What is handed in to name it has to be the linked one; empty for whichever it is.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="token">Steam's ticket.</param>
    [ServerFunction("unlink_steam", Failure = "error unlinking: ")]
    ValueTask UnlinkSteam([Expects("expects user ID to be a valid identifier")] Guid userId, string token = "");
}
