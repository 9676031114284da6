using System.Buffers;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions.Framing;
using KaosNet.Realtime.Sessions.Messages;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Sessions;

/// <summary>Runs sockets: opens the session, reads until the end, closes (parity realtime.md 1.2 to 1.4).</summary>
public sealed class SocketServer(
    SessionRegistry registry, PresenceTracker tracker, MessageRouter messages, SessionIds ids, NodeName node, SocketSettings settings,
    SocketTraffic traffic, TimeProvider time, ILogger<SocketServer> log)
{
    static readonly FrameKind[] MessageKinds = [FrameKind.Binary, FrameKind.Text];

    readonly SocketHeartbeat _heartbeat = new(settings, time);

    /// <summary>Serves a socket after its handshake until it is closed.</summary>
    /// <param name="connection">The upgraded connection, both ways.</param>
    /// <param name="opening">Who opens it.</param>
    /// <param name="abort">Cuts the connection.</param>
    public async Task Serve(Stream connection, SessionOpening opening, Action abort)
    {
        var socket = new Socket(connection, settings, time, abort, _heartbeat);
        var session = new Session(ids.Next(), node, opening, socket.Writer, traffic, (closing, end) => Close(socket, closing, end));
        socket.Session = session;
        registry.Add(session);
        traffic.CountOpened();
        _heartbeat.Add(socket);
        try
        {
            Welcome(session);
            await Read(socket);
        }
        finally
        {
            Close(socket, session, new(1000, ""));
            socket.Writer.End();
            // The close frame may wait behind what another thread is writing; the deadlines see to it that this ends.
            await socket.Writer.Written();
            _heartbeat.Remove(socket);
            session.Dispose();
        }
    }

    /// <summary>Closes all sessions; for the end of the server.</summary>
    public void CloseAll()
    {
        foreach (var session in registry.All) session.Close(SessionEnd.ServerSide);
    }

    void Welcome(Session session)
    {
        tracker.Track(session, new(StreamMode.Notifications, session.UserId), PresenceMeta.Invisible);
        if (session.Opening.ShowsOnline)
            tracker.Track(session, new(StreamMode.Status, session.UserId), new PresenceMeta(Status: ""));
        if (!settings.SingleSocket) return;
        foreach (var other in tracker.MembersOf(new(StreamMode.Notifications, session.UserId)))
            if (other.Session != session) other.Session.Close(SessionEnd.SingleSocket);
    }

    async Task Read(Socket socket)
    {
        var session = socket.Session;
        try
        {
            while (await socket.Reader.Read(CancellationToken.None) is { } frame)
            {
                switch (frame.Kind)
                {
                    case FrameKind.Close:
                        // The code is given back without its text.
                        Close(socket, session, new(frame.Payload.Length < 2 ? 0 : (frame.Payload.Span[0] << 8) | frame.Payload.Span[1], ""));
                        return;
                    case FrameKind.Ping:
                        socket.Writer.Write(FrameKind.Pong, frame.Payload.Span);
                        break;
                    case FrameKind.Pong:
                        socket.Heard();
                        break;
                    default:
                        // What still arrives while the client has not seen our close is not looked at.
                        if (session.Closed.IsCancellationRequested) break;
                        socket.CountMessage();
                        var bytes = frame.Payload.Length;
                        var failure = await Handle(session, frame);
                        traffic.CountReceived(bytes, failure is not null);
                        if (failure is not null) Close(socket, session, failure);
                        break;
                }
            }
        }
        catch (FrameRefusedException refused)
        {
            Close(socket, session, new(refused.Status, refused.Message));
        }
        catch (IOException gone)
        {
            log.LogDebug(gone, "The connection of session {Session} broke", session.Id);
        }
        catch (OperationCanceledException)
        {
            // The connection was cut by us or by the server's end.
        }
    }

    /// <summary>One message; answers why the session is to be closed, or null.</summary>
    async ValueTask<SessionEnd?> Handle(Session session, IncomingFrame frame)
    {
        var format = session.Opening.Format;
        if (frame.Kind != MessageKinds[format.IsText ? 1 : 0]) return SessionEnd.WrongFrameType;
        var envelope = new Envelope();
        if (format.Codec.Read(new ReadOnlySequence<byte>(frame.Payload), envelope) is { } refusal)
        {
            log.LogDebug("Session {Session} sent what cannot be read: {Refusal}", session.Id, refusal);
            return SessionEnd.Malformed;
        }

        return await messages.Handle(session, envelope) ? null : SessionEnd.MessageFailed;
    }

    void Close(Socket socket, Session session, SessionEnd end)
    {
        if (!socket.TryBeginClose()) return;
        session.MarkClosed();
        tracker.UntrackAll(session, end.Reason);
        if (registry.Remove(session)) traffic.CountClosed();
        session.SayGoodbye(end);
        log.LogDebug("Session {Session} of {User} closed: {Reason}", session.Id, session.UserId, end.Text);
    }
}
