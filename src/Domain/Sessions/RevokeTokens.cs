using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Sessions;

/// <summary>Ends single tokens of a player (L4). Tokens that are ended already are left as they are.</summary>
/// <param name="UserId">Whose tokens.</param>
/// <param name="Tokens">At most one of each kind.</param>
public sealed record RevokeTokens(string UserId, IReadOnlyList<RevokedToken> Tokens) : StreamCommand<PlayerSessions, Done>
{
    public override StreamRef<PlayerSessions> Stream => PlayerSessions.Kind.Of(UserId);

    protected override Decision<Done> Decide(PlayerSessions state, DecisionContext context)
    {
        var fresh = Tokens.Where(token => !state.IsRevoked(token.TokenId, token.Kind)).ToList();
        var decision = Decision.Granted();
        if (fresh.Count == 0) return decision;

        var running = state.Revoked.Count(token => token.Until > context.Now);
        if (running + fresh.Count > Limits.RevokedTokens)
            return decision.Append(Stream, new SessionsRevoked(RevokeSessions.WholeSecond(context.Now).AddSeconds(1)));

        foreach (var token in fresh) decision.Append(Stream, new SessionTokenRevoked(token.TokenId, token.Kind, token.Until));
        return decision;
    }
}
