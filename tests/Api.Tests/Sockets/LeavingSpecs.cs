using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using KaosNet.Realtime.Sessions;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KaosNet.Api.Tests.Sockets;

/// <summary>Connections that leave the web server after their handshake, as bytes on the wire.</summary>
public class LeavingSpecs
{
    const string Handshake =
        "GET /ws?token=token-ann HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    [Fact]
    public async Task frames_that_come_with_the_handshake_are_handled()
    {
        await using var server = await SocketsUnderTest.Start();
        using var wire = await Wire.Connect(server);
        await wire.Send([.. Encoding.ASCII.GetBytes(Handshake), .. Ping("1"), .. Ping("2")]);
        (await wire.ReadTo("\r\n\r\n")).ShouldStartWith("HTTP/1.1 101");
        await wire.ReadTo("""{"cid":"1","pong":{}}""");
        await wire.ReadTo("""{"cid":"2","pong":{}}""");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public async Task a_handshake_may_come_in_pieces(int cut)
    {
        await using var server = await SocketsUnderTest.Start();
        using var wire = await Wire.Connect(server);
        await wire.Send(Encoding.ASCII.GetBytes(Handshake[..cut]));
        // What another client asks meanwhile is answered, and lets the first piece arrive alone.
        await using var other = await server.Open("bob");
        await other.Ask("\"ping\":{}");
        await wire.Send(Encoding.ASCII.GetBytes(Handshake[cut..]));
        (await wire.ReadTo("\r\n\r\n")).ShouldStartWith("HTTP/1.1 101");
        await wire.Send(Ping("1"));
        await wire.ReadTo("""{"cid":"1","pong":{}}""");
    }

    [Fact]
    public async Task after_a_refusal_the_connection_may_try_again()
    {
        await using var server = await SocketsUnderTest.Start();
        using var wire = await Wire.Connect(server);
        await wire.Send(Encoding.ASCII.GetBytes(Handshake.Replace("token-ann", "nobody", StringComparison.Ordinal)));
        (await wire.ReadTo("Missing or invalid token\r\n0\r\n\r\n")).ShouldStartWith("HTTP/1.1 401");
        await wire.Send(Encoding.ASCII.GetBytes(Handshake));
        (await wire.ReadTo("\r\n\r\n")).ShouldContain("HTTP/1.1 101");
        await wire.Send(Ping("1"));
        await wire.ReadTo("""{"cid":"1","pong":{}}""");
    }

    [Fact]
    public async Task a_client_that_is_gone_at_once_disturbs_nobody()
    {
        using var log = new Complaints();
        var comings = new ComingsAndGoings();
        await using var server = await SocketsUnderTest.Start(
            with: services => services.AddSingleton<ILoggerProvider>(log).AddSingleton<ISessionWatcher>(comings));
        (await Wire.Connect(server)).Dispose();
        using (var wire = await Wire.Connect(server)) await wire.Send(Encoding.ASCII.GetBytes(Handshake[..20]));
        using (var wire = await Wire.Connect(server)) await wire.Send(Encoding.ASCII.GetBytes(Handshake));
        await using var other = await server.Open("bob");
        await other.Ask("\"ping\":{}");
        // Who had said all of it was let in, and let out again.
        await Eventually.Holds(() => comings.Told.Where(told => told.Contains("ann", StringComparison.Ordinal)).ShouldBe(["ann comes", "ann goes"]));
        server.Get<SessionRegistry>().All.Select(session => session.Opening.Username).ShouldBe(["bob"]);
        log.Lines.ShouldBeEmpty();
    }

    static byte[] Ping(string cid)
    {
        var text = Encoding.UTF8.GetBytes($$$"""{"cid":"{{{cid}}}","ping":{}}""");
        return [0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. text];
    }

    /// <summary>What the server logs as a warning or worse.</summary>
    sealed class Complaints : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Lines.Enqueue(formatter(state, exception) + exception);
        }

        public void Dispose()
        {
        }
    }

    sealed class ComingsAndGoings : ISessionWatcher
    {
        public ConcurrentQueue<string> Told { get; } = [];

        public void Opened(Session session) => Told.Enqueue(session.Opening.Username + " comes");

        public void Closed(Session session, SessionEnd end) => Told.Enqueue(session.Opening.Username + " goes");
    }

    /// <summary>A client's end of a connection.</summary>
    sealed class Wire(TcpClient client) : IDisposable
    {
        static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

        string _held = "";

        public static async Task<Wire> Connect(SocketsUnderTest server)
        {
            var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(server.Address.Host, server.Address.Port);
            return new(client);
        }

        public async Task Send(byte[] bytes) => await client.GetStream().WriteAsync(bytes);

        /// <summary>All up to a text and with it, as Latin-1.</summary>
        public async Task<string> ReadTo(string text)
        {
            using var patience = new CancellationTokenSource(Patience);
            var buffer = new byte[4096];
            int at;
            while ((at = _held.IndexOf(text, StringComparison.Ordinal)) < 0)
            {
                var read = await client.GetStream().ReadAsync(buffer, patience.Token);
                if (read == 0) throw new InvalidOperationException($"The server closed the connection after: {_held}");
                _held += Encoding.Latin1.GetString(buffer, 0, read);
            }

            var result = _held[..(at + text.Length)];
            _held = _held[(at + text.Length)..];
            return result;
        }

        public void Dispose() => client.Dispose();
    }
}
