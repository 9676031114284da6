using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Chat;

/// <summary>Lets a decision about a group leave its notice in the group's channel, committed with the change or not at all (parity 5.7).</summary>
public static class GroupNotices
{
    /// <summary>Leaves a notice in a group's channel.</summary>
    /// <param name="decision">What has happened so far.</param>
    /// <param name="context">Of the decision: its dice make the message's id.</param>
    /// <param name="groupId">The group; a lower-case UUID.</param>
    /// <param name="code">What happened, from <see cref="MessageCode.GroupJoin"/> on.</param>
    /// <param name="senderId">The player to whom it happened (not who did it); a lower-case UUID.</param>
    /// <param name="username">That player's name.</param>
    public static Decision<TResult> PostGroupMessage<TResult>(
        this Decision<TResult> decision, DecisionContext context, string groupId, int code, string senderId, string username) =>
        decision.Append(
            ChannelMessage.Kind.New(context.Dice.Uuid().ToString()),
            new MessageSent(ChannelId.Group(Guid.Parse(groupId)).ToString(), code, senderId, username, "{}"));
}
