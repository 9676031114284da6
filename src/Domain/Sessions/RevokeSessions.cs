using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Sessions;

/// <summary>Ends everything issued to a player before the current second (L3, and A11 under single_session).</summary>
public sealed record RevokeSessions(string UserId) : StreamCommand<PlayerSessions, Done>
{
    public override StreamRef<PlayerSessions> Stream => PlayerSessions.Kind.Of(UserId);

    protected override Decision<Done> Decide(PlayerSessions state, DecisionContext context)
    {
        var notBefore = WholeSecond(context.Now);
        return Decision.Granted().AppendIf(state.NotBefore is not { } already || already < notBefore, Stream, () => new SessionsRevoked(notBefore));
    }

    internal static DateTimeOffset WholeSecond(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
}
