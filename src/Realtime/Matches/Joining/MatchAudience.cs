using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matches.Routing;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>The players of this node's matches, by their sockets, which may be on other nodes.</summary>
public sealed class MatchAudience(
    PresenceTracker tracker, StreamRouter router, SessionRegistry sessions, ClusterMatches others, NodeName node) : IMatchAudience
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
        if (!others.IsAlone) SendElsewhere(sessionIds, envelope);
    }

    public void Kick(MatchKey match, IReadOnlyList<MatchPresence> presences)
    {
        foreach (var presence in presences)
            if (Find(presence) is { } session && session.UserPresence.UserId == presence.UserId) tracker.Untrack(session, match.Stream());
        if (Elsewhere(presences) is { Count: > 0 } elsewhere) others.Kick(match, elsewhere);
    }

    public void Close(MatchKey match)
    {
        tracker.Close(match.Stream());
        others.Close(match);
    }

    public void Disconnect(IReadOnlyList<MatchPresence> presences)
    {
        foreach (var presence in presences) Find(presence)?.Close(SessionEnd.ServerSide);
        if (Elsewhere(presences) is { Count: > 0 } elsewhere) others.Disconnect(elsewhere);
    }

    void SendElsewhere(IReadOnlyList<string> sessionIds, Envelope envelope)
    {
        var elsewhere = new List<Guid>();
        for (var i = 0; i < sessionIds.Count; i++)
            if (Guid.TryParse(sessionIds[i], out var id) && !sessions.TryFind(id, out _)) elsewhere.Add(id);
        if (elsewhere.Count > 0) others.Send(elsewhere, match: null, envelope);
    }

    List<MatchPresence> Elsewhere(IReadOnlyList<MatchPresence> presences) =>
        others.IsAlone ? [] : [.. presences.Where(presence => presence.Node != node.Name)];

    public int SizeOfRelayed(MatchKey match) => tracker.MembersOf(match.Stream()).Count;

    Session? Find(MatchPresence presence) => Guid.TryParse(presence.SessionId, out var id) && sessions.TryFind(id, out var session) ? session : null;
}
