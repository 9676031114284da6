using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using KaosNet.Api.Sockets.Listening;
using KaosNet.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Api.Tests.Sockets;

/// <summary>Connections are sorted by their first bytes where requests have threads of their own.</summary>
public sealed class ClientListenerSpecs() : ClientListenerContract(hasThreads: true);

/// <summary>And where they have none, on other systems than Linux.</summary>
public sealed class PortableClientListenerSpecs() : ClientListenerContract(hasThreads: false);

/// <summary>How connections are sorted by their first bytes, on real ones and a clock that is turned by hand.</summary>
public abstract class ClientListenerContract(bool hasThreads) : IAsyncLifetime
{
    const string Question = "GET /ws?token=x HTTP/1.1\r\n\r\n";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly FakeTimeProvider _time = new();
    readonly Memory _memory = new();
    RequestThreads? _threads;
    ClientListener _listener = null!;

    public ValueTask InitializeAsync()
    {
        var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen(16);
        _threads = hasThreads ? new(_time, NullLogger<RequestThreads>.Instance) : null;
        _listener = new(listening, _threads, _memory, _time, NullLogger<ClientListener>.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _threads?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("GET /ws?token=x HTTP/1.1\r\n\r\n", true)]
    [InlineData("GET /ws HTTP/1.1\r\n\r\n", true)]
    [InlineData("GET /wsx HTTP/1.1\r\n\r\n", false)]
    [InlineData("GET /v2/account HTTP/1.1\r\n\r\n", false)]
    [InlineData("POST /ws HTTP/1.1\r\n\r\n", false)]
    [InlineData("PRI * HTTP/2.0\r\n\r\n", false)]
    public async Task who_asks_for_a_socket_first_can_leave_the_web_server(string said, bool canLeave)
    {
        using var client = await Connect();
        await Say(client, said);
        await using var connection = await Accepted();
        (connection is ILeavingConnection).ShouldBe(canLeave);
        (await ReadAll(connection, said.Length)).ShouldBe(said);
    }

    /// <summary>Less than the beginning is not enough to tell by: the framework reads the rest, and nothing is lost.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public async Task a_beginning_in_pieces_is_the_frameworks_and_whole(int cut)
    {
        using var client = await Connect();
        await Say(client, Question[..cut]);
        await using var connection = await Accepted();
        connection.ShouldNotBeAssignableTo<ILeavingConnection>();
        await Say(client, Question[cut..]);
        (await ReadAll(connection, Question.Length)).ShouldBe(Question);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(20)]
    public async Task after_the_beginning_the_rest_may_come_in_pieces(int cut)
    {
        using var client = await Connect();
        await Say(client, Question[..cut]);
        await using var connection = await Accepted();
        connection.ShouldBeAssignableTo<ILeavingConnection>();
        await Say(client, Question[cut..]);
        (await ReadAll(connection, Question.Length)).ShouldBe(Question);
    }

    [Fact]
    public async Task who_says_nothing_holds_up_nobody_and_is_the_frameworks_after_a_while()
    {
        using var silent = await Connect();
        using var other = await Connect();
        await Say(other, Question);
        await using (var first = await Accepted()) (await ReadAll(first, Question.Length)).ShouldBe(Question);

        var accepting = Accepted();
        accepting.IsCompleted.ShouldBeFalse("nothing was said, and the clock stands");
        await Eventually.Is(() =>
        {
            // Again and again, as the listener may not have begun to wait.
            _time.Advance(ClientListener.FirstByteWait);
            return accepting.IsCompleted;
        });
        await using var connection = await accepting;
        connection.ShouldNotBeAssignableTo<ILeavingConnection>();
        await Say(silent, Question);
        (await ReadAll(connection, Question.Length)).ShouldBe(Question);
    }

    [Fact]
    public async Task who_goes_without_a_word_holds_up_nobody()
    {
        (await Connect()).Dispose();
        using var other = await Connect();
        await Say(other, Question);
        // Who is gone may be handed on, for the framework to find out.
        var connection = await Accepted();
        if (connection is not ILeavingConnection) connection = await Accepted();
        await using (connection) (await ReadAll(connection, Question.Length)).ShouldBe(Question);
    }

    [Fact]
    public async Task the_end_of_listening_does_not_wait_for_who_says_nothing()
    {
        using var silent = await Connect();
        var accepting = Accepted();
        await _listener.UnbindAsync();
        // Whether it was accepted before the end or not.
        if (await accepting is { } connection) await connection.DisposeAsync();
    }

    sealed class Memory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => MemoryPool<byte>.Shared;
    }

    async Task<TcpClient> Connect()
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync((IPEndPoint)_listener.EndPoint);
        return client;
    }

    static Task Say(TcpClient client, string text) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    async Task<ConnectionContext> Accepted()
    {
        using var patience = new CancellationTokenSource(Patience);
        return (await _listener.AcceptAsync(patience.Token))!;
    }

    static async Task<string> ReadAll(ConnectionContext connection, int length)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var read = await connection.Transport.Input.ReadAsync(patience.Token);
            var text = Encoding.ASCII.GetString(read.Buffer);
            connection.Transport.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (text.Length >= length || read.IsCompleted) return text;
        }
    }
}
