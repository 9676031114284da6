using System.IO.Pipelines;
using System.Net.Sockets;
using KaosNet.Realtime.Sessions;
using KaosNet.Store;
using Microsoft.AspNetCore.Connections;

namespace KaosNet.Api.Sockets.Listening;

/// <summary>A connection that can leave the web server.</summary>
interface ILeavingConnection
{
    /// <summary>
    /// Takes the connection over from the web server, which lets go of all that it holds for it when the request ends. What the client has sent already is
    /// read first.
    /// </summary>
    SocketStream Leave();
}

/// <summary>
/// A connection whose first request asks for a realtime socket. The web server reads and writes it directly, without a thread or a pipe in between, so that it
/// never reads ahead of the request.
/// </summary>
sealed class HandshakeConnection : DefaultConnectionContext, ILeavingConnection, IDuplexPipe
{
    readonly SocketStream _stream;
    bool _hasLeft;

    public HandshakeConnection(Socket socket)
        : base(TimeOrderedId.OfRequest())
    {
        _stream = new(socket) { IsForgiving = true };
        Input = PipeReader.Create(_stream, new(leaveOpen: true));
        Output = PipeWriter.Create(_stream, new(leaveOpen: true));
        Transport = this;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        Features.Set<ILeavingConnection>(this);
    }

    /// <summary>How many bytes <see cref="IsBegunBy"/> looks at.</summary>
    public const int BeginningBytes = 8;

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Whether a connection that begins so is one of these.</summary>
    public static bool IsBegunBy(ReadOnlySpan<byte> bytes) => bytes.Length >= BeginningBytes && bytes.StartsWith("GET /ws"u8) && bytes[7] is (byte)'?' or (byte)' ';

    public SocketStream Leave()
    {
        if (Input.TryRead(out var early))
        {
            _stream.ReadFirst(early.Buffer);
            Input.AdvanceTo(early.Buffer.End);
        }

        _hasLeft = true;
        _stream.IsForgiving = false;
        _stream.ReadsInPlace = true;
        return _stream;
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        base.Abort(abortReason);
        if (!_hasLeft) _stream.Cut();
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_hasLeft) await _stream.DisposeAsync();
        await base.DisposeAsync();
    }
}
