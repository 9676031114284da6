using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>The players of this node's matches, by their sockets, which may be on other nodes.</summary>
public sealed class MatchAudience(
    PresenceTracker tracker, StreamRouter router, SessionRegistry sessions, ClusterStreams others, NodeName node) : IMatchAudience
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
        if (Elsewhere(presences) is { Count: > 0 } elsewhere) others.Expel(elsewhere, match.Stream());
    }

    public void Close(MatchKey match)
    {
        tracker.Close(match.Stream());
        others.Close(match.Stream());
    }

    public void Disconnect(IReadOnlyList<MatchPresence> presences)
    {
        foreach (var presence in presences) Find(presence)?.Close(SessionEnd.ServerSide);
        if (Elsewhere(presences) is { Count: > 0 } elsewhere) others.Disconnect(elsewhere, PresenceReason.Disconnect);
    }

    List<Guid> Elsewhere(IReadOnlyList<MatchPresence> presences)
    {
        List<Guid> sessionIds = [];
        if (others.IsAlone) return sessionIds;
        foreach (var presence in presences)
            if (presence.Node != node.Name && Guid.TryParse(presence.SessionId, out var id)) sessionIds.Add(id);
        return sessionIds;
    }

    public int SizeOfRelayed(MatchKey match) => tracker.MembersOf(match.Stream()).Count;

    Session? Find(MatchPresence presence) => Guid.TryParse(presence.SessionId, out var id) && sessions.TryFind(id, out var session) ? session : null;
}
