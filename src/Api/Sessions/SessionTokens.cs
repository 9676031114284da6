using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using KaosNet.Domain.Sessions;
using KaosNet.Projections.Sessions;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions;

/// <summary>Issues and reads the two tokens of a sign-in (T1 to T5, V1, V2).</summary>
public sealed class SessionTokens(SessionSettings settings, SessionRevocations revocations, TimeProvider time)
{
    /// <summary>Of a session without variables.</summary>
    internal static readonly IReadOnlyDictionary<string, string> NoVars = new Dictionary<string, string>(0);

    const int RandomBytesAtOnce = 1024;

    [ThreadStatic]
    static byte[]? randomBytes;

    [ThreadStatic]
    static int randomBytesLeft;

    readonly byte[] _sessionKey = Encoding.UTF8.GetBytes(settings.EncryptionKey);
    readonly byte[] _refreshKey = Encoding.UTF8.GetBytes(settings.RefreshEncryptionKey);

    /// <summary>A fresh pair of tokens for a player who has just signed in.</summary>
    public Session Issue(string userId, string username, IReadOnlyDictionary<string, string> vars, bool created) =>
        Issue(userId, username, vars, created, out _);

    /// <summary>As <see cref="Issue(string, string, IReadOnlyDictionary{string, string}, bool)"/>, telling when the session token runs out, in Unix seconds.</summary>
    public Session Issue(string userId, string username, IReadOnlyDictionary<string, string> vars, bool created, out long expiresAt)
    {
        var now = Now(userId);
        return Issue(new(userId, username, vars, now, NewUuid(), now), now, created, out expiresAt);
    }

    /// <summary>A session token alone, of a session that no sign-in began: server code vouches for the player.</summary>
    /// <param name="userId">Whose; nobody needs to have an account of this id.</param>
    /// <param name="username">What the token says of the name.</param>
    /// <param name="vars">Session variables.</param>
    /// <param name="expiresAt">In Unix seconds; 0 for the usual time. Told back.</param>
    public string IssueAlone(string userId, string username, IReadOnlyDictionary<string, string> vars, ref long expiresAt)
    {
        var now = Now(userId);
        if (expiresAt == 0) expiresAt = now + settings.TokenExpirySec;
        return SignedToken.WritePair(new(userId, username, vars, now, NewUuid(), now), _sessionKey, expiresAt, _refreshKey, expiresAt).Session;
    }

    /// <summary>A fresh pair in place of an earlier one, whose id and time of sign-in stay (R5).</summary>
    public Session Renew(SignedInPlayer earlier, out long expiresAt) => Issue(earlier, Now(earlier.UserId), created: false, out expiresAt);

    /// <summary>What a token says, when it is signed by this server and has not run out.</summary>
    public bool TryRead(string token, TokenKind kind, [NotNullWhen(true)] out SignedInPlayer? player) =>
        SignedToken.TryRead(token, kind is TokenKind.Session ? _sessionKey : _refreshKey, out player) && IsRunning(player);

    /// <summary>Whether its time has not come yet.</summary>
    public bool IsRunning(SignedInPlayer player) => player.ExpiresAt > time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Whether it was ended before its time.</summary>
    public bool IsRevoked(SignedInPlayer player, TokenKind kind)
    {
        var lifetime = kind is TokenKind.Session ? settings.TokenExpirySec : settings.RefreshTokenExpirySec;
        return revocations.IsRevoked(player.UserId, player.TokenId, kind, player.ExpiresAt - lifetime);
    }

    /// <summary>A version-4 UUID in lower case; it names users and tokens before any command runs.</summary>
    internal static string NewUuid()
    {
        // Random bytes are fetched for many ids at a time: asking the system for 16 costs as much as signing a token.
        var random = randomBytes ??= new byte[RandomBytesAtOnce];
        if (randomBytesLeft == 0)
        {
            RandomNumberGenerator.Fill(random);
            randomBytesLeft = random.Length;
        }

        randomBytesLeft -= 16;
        var bytes = random.AsSpan(randomBytesLeft, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    Session Issue(SignedInPlayer player, long now, bool created, out long expiresAt)
    {
        expiresAt = now + settings.TokenExpirySec;
        var (token, refreshToken) = SignedToken.WritePair(
            player, _sessionKey, expiresAt, _refreshKey, now + settings.RefreshTokenExpirySec);
        return new() { Created = created, Token = token, RefreshToken = refreshToken };
    }

    // Never dated before the second in which the player's sessions were last ended, or it would be dead on arrival.
    long Now(string userId) => Math.Max(time.GetUtcNow().ToUnixTimeSeconds(), revocations.NotBefore(userId));
}
