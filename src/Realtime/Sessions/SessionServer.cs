using System.Buffers;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions.Messages;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Sessions;

/// <summary>Opens sessions, hands what their clients send to the handlers, and closes them, whatever carries them (parity realtime.md 1.2 to 1.4).</summary>
public sealed class SessionServer(
    SessionRegistry registry, PresenceTracker tracker, IMessageRouter messages, SessionIds ids, NodeName node, SocketSettings settings,
    SocketTraffic traffic, ClusterStreams cluster, IEnumerable<ISessionWatcher> watchers, TimeProvider time, ILogger<SessionServer> log)
{
    readonly ISessionWatcher[] _watchers = [.. watchers];
    volatile SessionEnd? _ending;

    /// <summary>Makes a session. Nobody knows it before it is welcomed.</summary>
    public Session Open(SessionOpening opening, IConnection connection) => new(ids.Next(), node, opening, connection, traffic, Close)
    {
        Messages = new(settings.MessagesPerSecond, settings.MessageBurst, time),
    };

    /// <summary>Puts the session where it can be found, and on its first streams.</summary>
    public void Welcome(Session session)
    {
        registry.Add(session);
        traffic.CountOpened();
        Tell(session, static (watcher, session) => watcher.Opening(session));
        if (settings.SingleSocket) session.KnewElsewhere = cluster.SocketsElsewhere(session.UserId);
        tracker.Track(session, new(StreamMode.Notifications, session.UserId), PresenceMeta.Invisible);
        if (session.Opening.ShowsOnline)
            tracker.Track(session, new(StreamMode.Status, session.UserId), new PresenceMeta(Status: ""));
        if (settings.SingleSocket) CloseOthers(session);
        Tell(session, static (watcher, session) => watcher.Opened(session));
        // A client that was told to go may be back before the server is gone.
        if (_ending is { } end) session.Close(end);
        foreach (var watcher in _watchers)
            if (watcher.Objection(session) is { } objection) session.Close(objection);
    }

    /// <summary>A player's new socket closes the others, or gives way to one that came at the same moment.</summary>
    void CloseOthers(Session session)
    {
        foreach (var other in tracker.MembersOf(new(StreamMode.Notifications, session.UserId)))
            if (other.Session != session) (SoleSocket.IsLater(other.SessionId, session.Id) ? session : other.Session).Close(SessionEnd.SingleSocket);
        cluster.TookOver(session);
        foreach (var there in cluster.SocketsElsewhere(session.UserId))
            if (SoleSocket.GivesWayAtOnce(session.Id, session.KnewElsewhere, there)) session.Close(SessionEnd.SingleSocket);
    }

    /// <summary>Handles what the client sent. One message of a session at a time, after it was welcomed.</summary>
    public ValueTask Receive(Session session, ReadOnlyMemory<byte> message)
    {
        // What still arrives while the client has not seen our close is not looked at.
        if (session.Closed.IsCancellationRequested) return ValueTask.CompletedTask;
        var envelope = new Envelope();
        if (session.Opening.Format.Codec.Read(new ReadOnlySequence<byte>(message), envelope) is { } refusal)
        {
            log.LogDebug("Session {Session} sent what cannot be read: {Refusal}", session.Id, refusal);
            Fail(session, message.Length, SessionEnd.Malformed);
            return ValueTask.CompletedTask;
        }

        if (!session.Messages.TryTake())
        {
            session.Send(new Envelope { Cid = envelope.Cid, Error = new() { Code = (int)ErrorCode.BadInput, Message = "Too many messages." } });
            traffic.CountReceived(message.Length, hasFailed: false);
            return ValueTask.CompletedTask;
        }

        var handling = messages.Handle(session, envelope);
        if (!handling.IsCompletedSuccessfully) return Finish(session, message.Length, handling);
        Done(session, message.Length, handling.GetAwaiter().GetResult());
        return ValueTask.CompletedTask;
    }

    /// <summary>The client sent something for which the session is to be closed.</summary>
    public void Fail(Session session, int bytes, SessionEnd end)
    {
        if (session.Closed.IsCancellationRequested) return;
        traffic.CountReceived(bytes, hasFailed: true);
        Close(session, end);
    }

    /// <summary>Closes all sessions, and those that come still; for the end of the server.</summary>
    public void CloseAll(SessionEnd end)
    {
        _ending = end;
        foreach (var session in registry.All) session.Close(end);
    }

    async ValueTask Finish(Session session, int bytes, ValueTask<bool> handling) => Done(session, bytes, await handling);

    void Done(Session session, int bytes, bool handled)
    {
        traffic.CountReceived(bytes, !handled);
        if (!handled) Close(session, SessionEnd.MessageFailed);
    }

    void Close(Session session, SessionEnd end)
    {
        if (!session.TryBeginClose()) return;
        Tell(session, static (watcher, session) => watcher.Closing(session));
        tracker.UntrackAll(session, end.Reason);
        if (registry.Remove(session)) traffic.CountClosed();
        session.SayGoodbye(end);
        Tell((session, end), static (watcher, closed) => watcher.Closed(closed.session, closed.end));
        log.LogDebug("Session {Session} of {User} closed: {Reason}", session.Id, session.UserId, end.Text);
    }

    void Tell<TWhat>(TWhat what, Action<ISessionWatcher, TWhat> tell)
    {
        foreach (var watcher in _watchers)
        {
            try
            {
                tell(watcher, what);
            }
            catch (Exception bug)
            {
                // A session closes for good and for everybody, whatever one of them makes of it.
                log.LogError(bug, "{Watcher} failed at a session's opening or closing", watcher.GetType().Name);
            }
        }
    }
}
