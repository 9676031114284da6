using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Groups;

/// <summary>What a change of a group tells in its channel and to players, in the same commit (parity 5.7, 7.3).</summary>
static class GroupNews
{
    /// <summary>A message into the group's channel, in the name of the player whom it is about.</summary>
    public static Decision<Done> Post(this Decision<Done> decision, DecisionContext context, Group group, Account about, int code) =>
        decision.PostGroupMessage(context, group.Id, code, about.Id, about.Username);

    /// <summary>Tells one of those who run the group that somebody asks to be let in.</summary>
    public static void TellOfRequest(this Decision<Done> decision, DecisionContext context, Group group, Account asking, string leaderId) =>
        Tell(decision, context, leaderId, Notice.GroupJoinRequest(group.Id, asking.Username), asking.Id);

    /// <summary>Tells a player that they were let in.</summary>
    /// <param name="decision">What has happened so far.</param>
    /// <param name="context">Of the decision.</param>
    /// <param name="group">The group.</param>
    /// <param name="userId">Who was let in.</param>
    /// <param name="actorId">Who let them in; null for the server.</param>
    public static void TellOfAdding(this Decision<Done> decision, DecisionContext context, Group group, string userId, string? actorId) =>
        Tell(decision, context, userId, Notice.GroupAdd(group.Id, group.Name), actorId);

    static void Tell(Decision<Done> decision, DecisionContext context, string receiverId, Notice notice, string? senderId) =>
        decision.Notify(context, receiverId, notice.Code, notice.Subject, notice.Content, senderId);
}
