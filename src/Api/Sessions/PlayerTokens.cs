using KaosNet.Domain.Kernel;
using KaosNet.Domain.Sessions;
using KaosNet.Realtime.Scripts;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Sessions;

/// <summary>Ends single tokens of a player, or all at once (L1 to L5).</summary>
public sealed class PlayerTokens(SessionTokens tokens, IJournal journal) : IPlayerTokens
{
    static readonly Fault InvalidToken = Fault.InvalidArgument("Session token invalid.");
    static readonly Fault InvalidRefreshToken = Fault.InvalidArgument("Refresh token invalid.");

    public async ValueTask<Answer<Done>> End(string userId, string token, string refreshToken, Caller caller, CancellationToken cancel)
    {
        var ended = new List<RevokedToken>(2);
        if (!TryAdd(userId, token, TokenKind.Session, ended)) return InvalidToken;
        if (!TryAdd(userId, refreshToken, TokenKind.Refresh, ended)) return InvalidRefreshToken;
        return await journal.Execute<Done>(ended.Count == 0 ? new RevokeSessions(userId) : new RevokeTokens(userId, ended), caller, cancel);
    }

    bool TryAdd(string userId, string text, TokenKind kind, List<RevokedToken> ended)
    {
        if (text.Length == 0) return true;
        if (!tokens.TryRead(text, kind, out var token) || token.UserId != userId) return false;
        // A second longer than the token itself (V3), so that no rounding lets it through at its end.
        ended.Add(new(token.TokenId, kind, DateTimeOffset.FromUnixTimeSeconds(token.ExpiresAt + 1)));
        return true;
    }
}
