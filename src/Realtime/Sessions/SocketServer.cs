using KaosNet.Realtime.Sessions.Framing;
using KaosNet.Store;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Sessions;

/// <summary>Runs WebSockets: reads frames until the end, each message after the one before has been handled.</summary>
public sealed class SocketServer(SessionServer sessions, SocketSettings settings, TimeProvider time, ILogger<SocketServer> log)
{
    /// <summary>Larger messages are taken apart on the pool, as that takes longer than others should wait.</summary>
    const int InPlaceBytesMax = 16 << 10;

    /// <summary>Frames of one client that are handled one after the other before all others have their turn.</summary>
    internal const int InPlaceFramesMax = 64;

    readonly SocketHeartbeat _heartbeat = new(settings, time);
    readonly Lock _gate = new();
    int _open;
    TaskCompletionSource? _allClosed;

    /// <summary>When no socket is open. Those that were told to close have a deadline for it.</summary>
    public Task AllClosed()
    {
        lock (_gate) return _open == 0 ? Task.CompletedTask : (_allClosed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Serves a socket that has left the web server, and lets go of it in the end.</summary>
    public void Start(SocketStream connection, SessionOpening opening)
    {
        // Nothing of the handshake's request is to live as long as the socket.
        using var alone = ExecutionContext.SuppressFlow();
        _ = Run(connection, opening);
    }

    async Task Run(SocketStream connection, SessionOpening opening)
    {
        try
        {
            await using (connection) await Serve(connection, opening, connection.Cut);
        }
        catch (Exception bug)
        {
            log.LogError(bug, "A socket of {User} failed", opening.UserId);
        }
    }

    /// <summary>Serves a socket after its handshake until it is closed.</summary>
    /// <param name="connection">The upgraded connection, both ways.</param>
    /// <param name="opening">Who opens it.</param>
    /// <param name="abort">Cuts the connection.</param>
    public async Task Serve(Stream connection, SessionOpening opening, Action abort)
    {
        var socket = new Socket(connection, opening.Format, settings, time, abort, _heartbeat);
        var session = sessions.Open(opening, socket);
        _heartbeat.Add(socket);
        lock (_gate) _open++;
        try
        {
            sessions.Welcome(session);
            await Read(socket, session);
        }
        finally
        {
            // Closing tells many parts; sockets that are read in place are still on the thread that watches all of them.
            await SocketThreads.Leave();
            session.Close(new(1000, ""));
            socket.Writer.End();
            // The close frame may wait behind what another thread is writing; the deadlines see to it that this ends.
            await socket.Writer.Written();
            _heartbeat.Remove(socket);
            session.Dispose();
            CountClosed();
        }
    }

    void CountClosed()
    {
        lock (_gate)
        {
            if (--_open > 0) return;
            _allClosed?.SetResult();
            _allClosed = null;
        }
    }

    async Task Read(Socket socket, Session session)
    {
        var inPlace = 0;
        try
        {
            while (true)
            {
                while (socket.Reader.TryRead(out var frame))
                {
                    // Whoever sends without a pause goes on on the pool: the thread that watches the sockets is everybody's.
                    if (++inPlace > InPlaceFramesMax) await SocketThreads.Leave();
                    if (frame.Kind < FrameKind.Close)
                    {
                        socket.CountMessage();
                        if (frame.Payload.Length > InPlaceBytesMax) await SocketThreads.Leave();
                        if (frame.Kind == socket.MessageKind) await sessions.Receive(session, frame.Payload);
                        else sessions.Fail(session, frame.Payload.Length, SessionEnd.WrongFrameType);
                    }
                    else if (!Control(socket, session, frame))
                    {
                        return;
                    }
                }

                var reading = socket.Reader.ReadMore(CancellationToken.None);
                if (!reading.IsCompleted) inPlace = 0;
                if (!socket.Reader.Took(await reading)) return;
            }
        }
        catch (FrameRefusedException refused)
        {
            session.Close(new(refused.Status, refused.Message));
        }
        catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            log.LogDebug(gone, "The connection of session {Session} broke", session.Id);
        }
        catch (OperationCanceledException)
        {
            // The connection was cut by us or by the server's end.
        }
    }

    /// <summary>Answers a control frame. False when it is the last one.</summary>
    static bool Control(Socket socket, Session session, IncomingFrame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Close:
                // The code is given back without its text.
                session.Close(new(frame.Payload.Length < 2 ? 0 : (frame.Payload.Span[0] << 8) | frame.Payload.Span[1], ""));
                return false;
            case FrameKind.Ping:
                // Counted like a message: a client that sends pings and reads no pongs is a slow reader too.
                if (!socket.Writer.TryWriteMessage(FrameKind.Pong, frame.Payload.Span)) session.Close(SessionEnd.QueueFull);
                return true;
            default:
                socket.Heard();
                return true;
        }
    }
}
