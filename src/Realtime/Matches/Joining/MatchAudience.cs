using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>The players of this node's matches, by their sockets.</summary>
public sealed class MatchAudience(PresenceTracker tracker, StreamRouter router, SessionRegistry sessions) : IMatchAudience
{
    public void Send(MatchKey match, MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string> sessionIds)
    {
        var envelope = new Envelope
        {
            MatchData = new()
            {
                MatchId = match.ToString(),
                Presence = sender is null ? null : new() { UserId = sender.UserId, SessionId = sender.SessionId, Username = sender.Username },
                OpCode = opCode,
                Data = data,
                Reliable = reliable,
            },
        };
        router.Send(sessionIds, envelope);
    }

    public void Kick(MatchKey match, IReadOnlyList<MatchPresence> presences)
    {
        foreach (var presence in presences)
            if (Find(presence) is { } session && session.UserPresence.UserId == presence.UserId) tracker.Untrack(session, match.Stream());
    }

    public void Close(MatchKey match) => tracker.Close(match.Stream());

    public void Disconnect(IReadOnlyList<MatchPresence> presences)
    {
        foreach (var presence in presences) Find(presence)?.Close(SessionEnd.ServerSide);
    }

    public int SizeOfRelayed(MatchKey match) => tracker.MembersOf(match.Stream()).Count;

    Session? Find(MatchPresence presence) => Guid.TryParse(presence.SessionId, out var id) && sessions.TryFind(id, out var session) ? session : null;
}
