using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Sessions;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions;

/// <summary>A player ends single tokens, or all sessions at once (L1 to L5). Open sockets stay open.</summary>
static class SessionLogout
{
    public static readonly Operation Operation = Operations.Operation
        .Named("SessionLogout", "End a session, or all of a player's sessions.")
        .Post("/v2/session/logout")
        .ForPlayers<SessionLogoutRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(SessionLogoutRequest request, OperationCall call)
    {
        var tokens = new List<RevokedToken>(2);
        if (!TryAdd(request.Token, TokenKind.Session, tokens, call)) return Fault.InvalidArgument("Session token invalid.");
        if (!TryAdd(request.RefreshToken, TokenKind.Refresh, tokens, call)) return Fault.InvalidArgument("Refresh token invalid.");

        Command<Done> logout = tokens.Count == 0 ? new RevokeSessions(call.Caller.UserId) : new RevokeTokens(call.Caller.UserId, tokens);
        return (await call.Execute(logout)).IsGranted(out _, out var fault) ? new Empty() : fault;
    }

    static bool TryAdd(string text, TokenKind kind, List<RevokedToken> tokens, OperationCall call)
    {
        if (text.Length == 0) return true;
        if (!call.Get<SessionTokens>().TryRead(text, kind, out var token) || token.UserId != call.Caller.UserId) return false;
        // A second longer than the token itself (V3), so that no rounding lets it through at its end.
        tokens.Add(new(token.TokenId, kind, DateTimeOffset.FromUnixTimeSeconds(token.ExpiresAt + 1)));
        return true;
    }
}
