using KaosNet.Domain.Matches;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Realtime.Sessions;

/// <summary>Why a session closes (parity realtime.md 1.4).</summary>
/// <param name="Status">WebSocket close code; 0 for a close frame without one.</param>
/// <param name="Text">Text of the close frame; also told to the session-end event.</param>
public sealed record SessionEnd(int Status, string Text)
{
    public static readonly SessionEnd QueueFull = new(1000, "session outgoing queue full");

    public static readonly SessionEnd Malformed = new(1000, "received malformed payload");

    public static readonly SessionEnd WrongFrameType = new(1000, "received unexpected WebSocket message type");

    /// <summary>The client sent a message beyond the bound. WebSockets say so without a text.</summary>
    public static readonly SessionEnd TooLarge = new(1009, "message too large");

    public static readonly SessionEnd MessageFailed = new(1000, "error processing message");

    public static readonly SessionEnd ServerSide = new(1000, "server-side session disconnect");

    /// <summary>The server stops.</summary>
    public static readonly SessionEnd ServerStops = new(1001, "server is shutting down");

    /// <summary>A newer socket of the same player took over.</summary>
    public static readonly SessionEnd SingleSocket = ServerSide with
    {
        LastWords = [new() { Notifications = new() { Entries = [new Notification { Subject = "single_socket", Content = "{}", Code = -7 }] } }],
    };

    /// <summary>The player was banned.</summary>
    public static readonly SessionEnd Banned = ServerSide with
    {
        LastWords = [new() { Notifications = new() { Entries = [new Notification { Subject = "banned", Content = "{}", Code = -8 }] } }],
    };

    /// <summary>Why the session's presences leave.</summary>
    public PresenceReason Reason { get; init; } = PresenceReason.Disconnect;

    /// <summary>Sent before the close frame, whatever else is waiting.</summary>
    public IReadOnlyList<Envelope> LastWords { get; init; } = [];
}
