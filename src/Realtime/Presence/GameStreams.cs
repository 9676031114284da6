using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Presence;

/// <summary>
/// Streams as server code reaches them (parity 3.6 of realtime): any stream, those of the server itself included, with the sessions of all nodes. Only who
/// follows whom (<see cref="Statuses.StatusStreams.FollowersOf"/>) is known to each node for its own sessions.
/// </summary>
public sealed class GameStreams(
    PresenceTracker tracker, StreamRoster roster, StreamRouter router, ClusterStreams cluster, SessionRegistry sessions, SessionIds ids)
{
    static readonly Fault NoSession = Fault.NotFound("session id does not exist");
    static readonly Fault NoNode = Fault.NotFound("node not found");
    static readonly Fault IsClosing = Fault.FailedPrecondition("tracker rejected new presence, session is closing");

    /// <summary>Who is on a stream.</summary>
    /// <param name="stream">Which.</param>
    /// <param name="withHidden">Those whom clients do not see, too.</param>
    /// <param name="withVisible">Those whom clients see.</param>
    public IEnumerable<StreamMember> List(StreamAddress stream, bool withHidden, bool withVisible) =>
        roster.MembersOf(stream).Where(presence => presence.Meta.Hidden ? withHidden : withVisible);

    /// <summary>How many sessions are on a stream, hidden ones included.</summary>
    public int Count(StreamAddress stream) => roster.CountOf(stream);

    /// <summary>A player's session on a stream, or null.</summary>
    public StreamMember? Get(Guid userId, Guid sessionId, StreamAddress stream)
    {
        if (ids.IsOurs(sessionId)) return FindHere(userId, sessionId).IsGranted(out var session, out _) ? tracker.Find(session, stream) : null;
        return roster.MembersOf(stream).FirstOrDefault(member => member.SessionId == sessionId && member.UserId == userId);
    }

    /// <summary>Puts a player's session on a stream. Answers whether it was not there before; if it was, it stays as it is.</summary>
    public ValueTask<Answer<bool>> Join(Guid userId, Guid sessionId, StreamAddress stream, PresenceMeta meta, CancellationToken cancel) =>
        Put(userId, sessionId, stream, meta, mayChange: false, cancel);

    /// <summary>Puts a player's session on a stream or changes how it is there; told even when nothing changes.</summary>
    public async ValueTask<Answer<Done>> Update(Guid userId, Guid sessionId, StreamAddress stream, PresenceMeta meta, CancellationToken cancel) =>
        (await Put(userId, sessionId, stream, meta, mayChange: true, cancel)).Fault is { } refused ? refused : Done.Value;

    /// <summary>Takes a player's session off a stream; where there is none nothing happens.</summary>
    public Answer<Done> Leave(Guid userId, Guid sessionId, StreamAddress stream)
    {
        if (ids.IsOurs(sessionId))
        {
            if (FindHere(userId, sessionId).IsGranted(out var session, out _)) tracker.Untrack(session, stream);
            return Done.Value;
        }

        if (!cluster.Reaches(sessionId)) return NoNode;
        if (Get(userId, sessionId, stream) is not null) cluster.Expel([sessionId], stream);
        return Done.Value;
    }

    /// <summary>Drops everybody off a stream. Nobody is told.</summary>
    public void Close(StreamAddress stream)
    {
        tracker.Close(stream);
        cluster.Close(stream);
    }

    /// <summary>Sends text to a stream, or to some sessions, on it or not.</summary>
    /// <param name="stream">Which.</param>
    /// <param name="data">Plain text.</param>
    /// <param name="reliable">Tells clients; no effect on sockets.</param>
    /// <param name="sessionIds">To whom; none means everybody on the stream.</param>
    public void Send(StreamAddress stream, string data, bool reliable, IReadOnlyList<string> sessionIds) =>
        Send(stream, new Envelope { StreamData = new() { Stream = Wire(stream), Data = data, Reliable = reliable } }, sessionIds);

    /// <summary>Sends any envelope as it is.</summary>
    public void Send(StreamAddress stream, Envelope envelope, IReadOnlyList<string> sessionIds)
    {
        if (sessionIds.Count == 0) router.Send(stream, envelope);
        else router.Send(sessionIds, envelope);
    }

    /// <summary>Closes a session; nothing happens when there is none.</summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="reason">What others are told it left for; unknown counts as a lost socket.</param>
    public void Disconnect(Guid sessionId, PresenceReason reason)
    {
        if (reason == PresenceReason.Unknown) reason = PresenceReason.Disconnect;
        if (sessions.TryFind(sessionId, out var session)) session.Close(SessionEnd.ServerSide with { Reason = reason });
        else cluster.Disconnect([sessionId], reason);
    }

    /// <summary>As <see cref="Join"/> and <see cref="Update"/>, for a session of this node.</summary>
    internal Answer<bool> PutHere(Guid userId, Guid sessionId, StreamAddress stream, PresenceMeta meta, bool mayChange)
    {
        if (!FindHere(userId, sessionId).IsGranted(out var session, out var fault)) return fault;
        if (mayChange) return tracker.Update(session, stream, meta) ? true : IsClosing;
        var tracking = tracker.Track(session, stream, meta);
        return tracking == Tracking.Refused ? IsClosing : tracking == Tracking.Tracked;
    }

    /// <summary>A stream in the client API's words.</summary>
    internal static RealtimeStream Wire(StreamAddress stream) =>
        new() { Mode = stream.Mode, Subject = Text(stream.Subject), Subcontext = Text(stream.Subcontext), Label = stream.Label };

    static string Text(Guid id) => id == Guid.Empty ? "" : id.ToString("D");

    async ValueTask<Answer<bool>> Put(Guid userId, Guid sessionId, StreamAddress stream, PresenceMeta meta, bool mayChange, CancellationToken cancel) =>
        ids.IsOurs(sessionId)
            ? PutHere(userId, sessionId, stream, meta, mayChange)
            : await cluster.Put(userId, sessionId, stream, meta, mayChange, cancel) ?? NoNode;

    Answer<Session> FindHere(Guid userId, Guid sessionId) =>
        sessions.TryFind(sessionId, out var session) && session.UserId == userId ? session : NoSession;
}
