using System.Net;
using System.Net.Sockets;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Tests.Sessions;

/// <summary>Writing to a client who has gone without a word.</summary>
public sealed class SocketStreamSpecs
{
    [Fact]
    public async Task the_web_server_is_not_told_as_it_would_take_it_for_its_own_fault()
    {
        await using var stream = await ToNobody();
        stream.IsForgiving = true;
        await stream.WriteAsync("HTTP/1.1 101"u8.ToArray());
        // It reads that nothing more comes.
        (await stream.ReadAsync(new byte[1])).ShouldBe(0);
    }

    [Fact]
    public async Task a_session_is_told()
    {
        await using var stream = await ToNobody();
        await Should.ThrowAsync<IOException>(async () => await stream.WriteAsync("hello"u8.ToArray()));
    }

    /// <summary>Our end of a connection whose other end was reset; we have seen that.</summary>
    static async Task<SocketStream> ToNobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new System.Net.Sockets.Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new(enable: true, seconds: 0) };
        await client.ConnectAsync(listener.LocalEndpoint);
        var stream = new SocketStream(await listener.AcceptSocketAsync());
        client.Dispose();
        await Should.ThrowAsync<Exception>(async () => _ = await stream.ReadAtLeastAsync(new byte[1], 1));
        return stream;
    }
}
