using KaosNet.Realtime.Sessions.Framing;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Sessions;

/// <summary>Runs WebSockets: reads frames until the end, each message after the one before has been handled.</summary>
public sealed class SocketServer(SessionServer sessions, SocketSettings settings, TimeProvider time, ILogger<SocketServer> log)
{
    readonly SocketHeartbeat _heartbeat = new(settings, time);

    /// <summary>Serves a socket after its handshake until it is closed.</summary>
    /// <param name="connection">The upgraded connection, both ways.</param>
    /// <param name="opening">Who opens it.</param>
    /// <param name="abort">Cuts the connection.</param>
    public async Task Serve(Stream connection, SessionOpening opening, Action abort)
    {
        var socket = new Socket(connection, opening.Format, settings, time, abort, _heartbeat);
        var session = sessions.Open(opening, socket);
        _heartbeat.Add(socket);
        try
        {
            sessions.Welcome(session);
            await Read(socket, session);
        }
        finally
        {
            session.Close(new(1000, ""));
            socket.Writer.End();
            // The close frame may wait behind what another thread is writing; the deadlines see to it that this ends.
            await socket.Writer.Written();
            _heartbeat.Remove(socket);
            session.Dispose();
        }
    }

    async Task Read(Socket socket, Session session)
    {
        try
        {
            while (await socket.Reader.Read(CancellationToken.None) is { } frame)
            {
                switch (frame.Kind)
                {
                    case FrameKind.Close:
                        // The code is given back without its text.
                        session.Close(new(frame.Payload.Length < 2 ? 0 : (frame.Payload.Span[0] << 8) | frame.Payload.Span[1], ""));
                        return;
                    case FrameKind.Ping:
                        // Counted like a message: a client that sends pings and reads no pongs is a slow reader too.
                        if (!socket.Writer.TryWriteMessage(FrameKind.Pong, frame.Payload.Span)) session.Close(SessionEnd.QueueFull);
                        break;
                    case FrameKind.Pong:
                        socket.Heard();
                        break;
                    default:
                        socket.CountMessage();
                        if (frame.Kind == socket.MessageKind) await sessions.Receive(session, frame.Payload);
                        else sessions.Fail(session, frame.Payload.Length, SessionEnd.WrongFrameType);
                        break;
                }
            }
        }
        catch (FrameRefusedException refused)
        {
            session.Close(new(refused.Status, refused.Message));
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
}
