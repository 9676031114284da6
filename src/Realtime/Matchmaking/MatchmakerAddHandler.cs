using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>A player begins to look for others (parity matches 2.1).</summary>
public sealed class MatchmakerAddHandler(IMatchmaker matchmaker) : IMessageHandler<MatchmakerAdd>
{
    public ValueTask<Reply> Handle(Session session, MatchmakerAdd message) => ValueTask.FromResult(Add(session, message));

    Reply Add(Session session, MatchmakerAdd message)
    {
        var asked = MatchmakerSearch.Of(
            message.MinCount, message.MaxCount, message.CountMultiple, message.Query, message.StringProperties, message.NumericProperties);
        if (!asked.IsGranted(out var search, out var wrong)) return Reply.Refused(ErrorCode.BadInput, wrong.Message);
        // A session that is closing is not answered.
        if (session.Closed.IsCancellationRequested) return Reply.Nothing;
        return matchmaker.Add(session, search).IsGranted(out var ticket, out _)
            ? new Envelope { MatchmakerTicket = new() { Ticket = ticket } }
            : Reply.Refused(ErrorCode.RuntimeException, "Error adding to matchmaker");
    }
}
