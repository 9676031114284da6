using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Chat;

/// <summary>A player opened a conversation that the other one is not in, and the other one is told (parity 4.3 of realtime). Nobody is told who is gone.</summary>
/// <param name="OtherId">With whom; a lower-case UUID.</param>
/// <param name="Username">The player's name.</param>
public sealed record RequestConversation(string OtherId, string Username) : StreamCommand<Account, Done>
{
    public override StreamRef<Account> Stream => Account.Kind.Of(OtherId);

    protected override Decision<Done> Decide(Account state, DecisionContext context) => state.IsAlive
        ? Decision.Granted().Notify(context, OtherId, Notice.DirectMessageRequest(Username))
        : Decision.Granted();
}
