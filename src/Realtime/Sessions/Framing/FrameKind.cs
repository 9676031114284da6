using System.Runtime.InteropServices;

namespace KaosNet.Realtime.Sessions.Framing;

/// <summary>Kinds of WebSocket frames by opcode (RFC 6455, 5.2).</summary>
public enum FrameKind
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

/// <summary>What a client sent: a whole message, or a control frame.</summary>
/// <param name="Kind">Never a continuation.</param>
/// <param name="Payload">Valid until the next read.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IncomingFrame(FrameKind Kind, Memory<byte> Payload);

/// <summary>The client broke a rule of the protocol or a bound of ours.</summary>
/// <param name="status">Close code to answer with: 1002 or 1009.</param>
/// <param name="reason">Text to answer with, may be empty.</param>
public sealed class FrameRefusedException(int status, string reason) : IOException(reason)
{
    /// <summary>Close code to answer with.</summary>
    public int Status { get; } = status;
}
