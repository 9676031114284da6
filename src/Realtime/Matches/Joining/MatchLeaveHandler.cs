using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>Leaves a match; also a success when the session was not in it.</summary>
public sealed class MatchLeaveHandler(PresenceTracker tracker) : IMessageHandler<MatchLeave>
{
    public ValueTask<Reply> Handle(Session session, MatchLeave message)
    {
        if (!MatchKey.TryParse(message.MatchId, out var match))
            return ValueTask.FromResult(Reply.Refused(ErrorCode.BadInput, "Invalid match ID"));
        tracker.Untrack(session, match.Stream());
        return ValueTask.FromResult(Reply.Acknowledged);
    }
}
