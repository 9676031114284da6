using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using KaosNet.Api.Sockets;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Sockets;

/// <summary>Realtime sockets on a real server and a free port; players sign in by name, records go to a journal in memory.</summary>
public sealed class SocketsUnderTest : IAsyncDisposable
{
    readonly WebApplication _app;

    SocketsUnderTest(WebApplication app)
    {
        _app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Address = new Uri(address);
    }

    public Uri Address { get; }

    public static async Task<SocketsUnderTest> Start(
        SocketSettings? socket = null, SessionSettings? session = null, Action<IServiceCollection>? with = null)
    {
        socket ??= new();
        // UDP only where a spec asks for it, since servers of many specs run at a time.
        if (socket.RudpPort < 0) socket = socket with { RudpPort = 0 };
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging();
        builder.Services.AddSingleton(new KaosSettings { Name = "node1", Socket = socket, Session = session ?? new() });
        builder.Services.AddSingleton(new FrontSettings());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ISessionAuthenticator, ByName>();
        builder.Services.AddSingleton<IJournal, MemoryJournal>();
        with?.Invoke(builder.Services);
        new SocketsFeature().AddServices(builder.Services);
        var app = builder.Build();
        app.UseSockets();
        await app.StartAsync();
        return new(app);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task<TestSocket> Open(string player, string query = "") => Open(player, query, new ClientWebSocket());

    public async Task<TestSocket> Open(string player, string query, ClientWebSocket socket)
    {
        var address = new UriBuilder(Address) { Scheme = "ws", Path = "/ws", Query = $"token=token-{player}&{query}" };
        await socket.ConnectAsync(address.Uri, CancellationToken.None);
        return new(socket);
    }

    public static string UserIdOf(string player) => new Guid(Encoding.UTF8.GetBytes(player.PadRight(16, '.'))[..16]).ToString();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    sealed class ByName : ISessionAuthenticator
    {
        public bool TryAuthenticate(string token, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SignedInPlayer? player)
        {
            player = token.StartsWith("token-", StringComparison.Ordinal)
                ? new(UserIdOf(token[6..]), token[6..], new Dictionary<string, string>(), 4_000_000_000)
                : null;
            return player is not null;
        }
    }
}

/// <summary>A client's end of a socket, as JSON.</summary>
public sealed class TestSocket(ClientWebSocket socket) : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly Queue<JsonObject> _pushes = new();

    public ClientWebSocket Socket { get; } = socket;

    public string SessionId { get; set; } = "";

    public Task Send(string text) => Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task Send(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Binary) => Socket.SendAsync(bytes, type, true, CancellationToken.None);

    /// <summary>The next message's bytes; null when the socket was closed instead.</summary>
    public async Task<byte[]?> ReceiveBytes()
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[64 << 10];
        var bytes = 0;
        while (true)
        {
            var part = await Socket.ReceiveAsync(buffer.AsMemory(bytes), patience.Token);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            bytes += part.Count;
            if (part.EndOfMessage) return buffer[..bytes];
        }
    }

    public async Task<JsonObject> Receive() =>
        await ReceiveBytes() is { } bytes
            ? JsonNode.Parse(bytes)!.AsObject()
            : throw new InvalidOperationException($"The socket was closed: {(int?)Socket.CloseStatus} {Socket.CloseStatusDescription}");

    /// <summary>The next message of that kind; others are passed over.</summary>
    public async Task<JsonObject> Receive(string kind)
    {
        while (_pushes.TryDequeue(out var push))
            if (push.ContainsKey(kind)) return push;
        while (true)
        {
            var envelope = await Receive();
            if (envelope.ContainsKey(kind)) return envelope;
        }
    }

    /// <summary>Sends a request and waits for its answer; pushes that come before it are kept for whoever waits for their kind.</summary>
    public async Task<JsonObject> Ask(string message, string cid = "1")
    {
        await Send($$"""{"cid":"{{cid}}",{{message}}}""");
        while (true)
        {
            var envelope = await Receive();
            if ((string?)envelope["cid"] == cid) return envelope;
            _pushes.Enqueue(envelope);
        }
    }

    public async Task<string> CreateMatch(string name = "")
    {
        var match = (await Ask($$""" "match_create":{"name":"{{name}}"} """))["match"]!;
        SessionId = (string)match["self"]!["session_id"]!;
        return (string)match["match_id"]!;
    }

    public async Task<JsonNode> JoinMatch(string id)
    {
        var match = (await Ask($$""" "match_join":{"match_id":"{{id}}"} """))["match"]!;
        SessionId = (string)match["self"]!["session_id"]!;
        return match;
    }

    /// <summary>Waits until the server closes; answers code and text.</summary>
    public async Task<(int Code, string Text)> Closed()
    {
        while (await ReceiveBytes() is not null)
        {
        }

        return ((int)Socket.CloseStatus!, Socket.CloseStatusDescription ?? "");
    }

    public async ValueTask DisposeAsync()
    {
        if (Socket.State == WebSocketState.Open)
        {
            using var patience = new CancellationTokenSource(Patience);
            await Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", patience.Token);
        }

        Socket.Dispose();
    }
}

/// <summary>Two functions: one that answers, one that fails.</summary>
sealed class TestFunctions : IRpcFunctions
{
    public bool Knows(string id) => id.ToLowerInvariant() is "echo" or "fail";

    public ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel) => ValueTask.FromResult<Answer<string>>(
        id.ToLowerInvariant() == "echo" ? request.Caller.Username + ":" + request.Language + ":" + payload : Fault.Internal("it is broken"));
}
