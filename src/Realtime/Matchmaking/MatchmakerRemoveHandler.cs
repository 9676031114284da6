using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>A player stops looking for others (parity matches 2.5).</summary>
public sealed class MatchmakerRemoveHandler(IMatchmaker matchmaker) : IMessageHandler<MatchmakerRemove>
{
    public ValueTask<Reply> Handle(Session session, MatchmakerRemove message) => ValueTask.FromResult(
        message.Ticket.Length == 0 ? Reply.Refused(ErrorCode.BadInput, "Invalid matchmaker ticket")
        : matchmaker.Remove(session, message.Ticket) ? Reply.Acknowledged
        : Reply.Refused(ErrorCode.BadInput, "Matchmaker ticket not found"));
}
