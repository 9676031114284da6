using KaosNet.Api.Operations;
using KaosNet.Domain.Sessions;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Api.Sessions;

/// <summary>Turns away who was banned, deleted or logged out between a socket's handshake and its session's beginning.</summary>
sealed class LateExits(SessionTokens tokens) : ISessionWatcher
{
    public SessionEnd? Objection(Session session)
    {
        var opening = session.Opening;
        var player = new SignedInPlayer(session.UserPresence.UserId, opening.Username, opening.Vars, opening.Expiry);
        return tokens.IsRevoked(player, TokenKind.Session) ? SessionEnd.ServerSide : null;
    }
}
