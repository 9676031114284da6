using System.Diagnostics.CodeAnalysis;

namespace KaosNet.Api.Operations;

/// <summary>
/// Tells whose session token a request carries (parity 1.3: HS256 only, <c>exp</c> in the future, <c>uid</c> a UUID, not revoked). It stands on
/// every request's path, so it answers at once and without I/O: verified tokens are remembered by their text in a bounded cache until they
/// expire, revocation is asked every time.
/// </summary>
public interface ISessionAuthenticator
{
    /// <summary>True with the player when the token is good now. The instance may be shared by all requests with this token.</summary>
    /// <param name="token">The token's text, without a scheme.</param>
    /// <param name="player">Who signed in.</param>
    bool TryAuthenticate(string token, [NotNullWhen(true)] out SignedInPlayer? player);
}

/// <summary>What a session token says of its player.</summary>
/// <param name="UserId">The user's id, lower case with dashes.</param>
/// <param name="Username">The username when the token was issued.</param>
/// <param name="Vars">Session variables.</param>
/// <param name="ExpiresAt">Unix seconds.</param>
/// <param name="TokenId">The token's own id (<c>tid</c>), for revoking it.</param>
/// <param name="IssuedAt">Unix seconds; 0 when the token does not say.</param>
public sealed record SignedInPlayer(
    string UserId, string Username, IReadOnlyDictionary<string, string> Vars, long ExpiresAt, string TokenId = "", long IssuedAt = 0);
