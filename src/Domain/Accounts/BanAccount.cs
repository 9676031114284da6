using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts;

/// <summary>Shuts a player out and ends their sessions (parity 2.8). An unknown player, or one shut out already, is left as they are.</summary>
public sealed record BanAccount(string UserId) : StreamCommand<Account, Done>
{
    public override StreamRef<Account> Stream => Account.Kind.Of(UserId);

    protected override Decision<Done> Decide(Account state, DecisionContext context) =>
        Decision.Granted().AppendIf(state is { IsAlive: true, BannedAt: null }, Stream, () => new AccountBanned());
}

/// <summary>Lets a player in again; sessions from before the ban stay over (V6).</summary>
public sealed record UnbanAccount(string UserId) : StreamCommand<Account, Done>
{
    public override StreamRef<Account> Stream => Account.Kind.Of(UserId);

    protected override Decision<Done> Decide(Account state, DecisionContext context) =>
        Decision.Granted().AppendIf(state.BannedAt is not null, Stream, () => new AccountUnbanned());
}
