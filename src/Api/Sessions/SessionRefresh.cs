using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Sessions;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions;

/// <summary>A game trades a refresh token for a fresh pair (R1 to R6).</summary>
static class SessionRefresh
{
    public static readonly Operation Operation = Operations.Operation
        .Named("SessionRefresh", "Renew a session with its refresh token.")
        .Post("/v2/account/session/refresh")
        .ForGames<SessionRefreshRequest, Session>(Handle);

    static async ValueTask<Answer<Session>> Handle(SessionRefreshRequest request, OperationCall call)
    {
        if (request.Token.Length == 0) return Fault.InvalidArgument("Refresh token is required.");
        var tokens = call.Get<SessionTokens>();
        if (!tokens.TryRead(request.Token, TokenKind.Refresh, out var earlier) || tokens.IsRevoked(earlier, TokenKind.Refresh))
            return Fault.Unauthenticated("Refresh token invalid or expired.");

        if (!(await call.Get<SigningIn>().FindByUserId(earlier.UserId, call)).IsGranted(out var found, out var fault)) return fault;
        if (found.Player is not { } player) return SigningIn.NotFound;
        if (player.IsBanned) return SigningIn.Banned;

        var vars = request.Vars.Count > 0 ? request.Vars : earlier.Vars;
        var session = tokens.Renew(earlier with { Username = player.Username, Vars = vars }, out var expiresAt);
        call.Caller = call.Caller with { Actor = player.UserId, UserId = player.UserId, Username = player.Username, Vars = vars, SessionExpiry = expiresAt };
        return session;
    }
}
