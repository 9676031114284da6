using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>A player with an open socket. Pushes are kept until somebody waits for their kind, so nothing that came is ever passed over.</summary>
sealed class LivePlayer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly ClientWebSocket _socket = new();
    readonly List<JsonObject> _pushes = [];
    readonly byte[] _buffer = new byte[256 << 10];
    int _asked;

    LivePlayer(TestPlayer player) => Player = player;

    public TestPlayer Player { get; }

    public string UserId => Player.UserId;

    public string Username => Player.Username;

    /// <summary>Of the socket, once <see cref="Open(GameServer, TestPlayer, string)"/> is done.</summary>
    public string SessionId { get; private set; } = "";

    /// <summary>A new player with a socket.</summary>
    public static async Task<LivePlayer> Open(GameServer server, string query = "") => await Open(server, await server.SignUp(), query);

    /// <summary>One more socket of a player.</summary>
    public static async Task<LivePlayer> Open(GameServer server, TestPlayer player, string query = "")
    {
        var live = new LivePlayer(player);
        var address = new UriBuilder(server.Client.BaseAddress!) { Scheme = "ws", Path = "/ws", Query = $"token={player.Token}&{query}" };
        await live._socket.ConnectAsync(address.Uri, CancellationToken.None);
        // A room of one's own tells the id, and leaves nothing behind but what is taken off here.
        var channel = (await live.Ask($$""" "channel_join":{"target":"{{Guid.NewGuid()}}","type":1,"hidden":true} """))["channel"]!;
        live.SessionId = (string)channel["self"]!["session_id"]!;
        await live.Ask($$""" "channel_leave":{"channel_id":"{{(string)channel["id"]!}}"} """);
        return live;
    }

    public Task Send(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Sends a request, <c>"kind":{…}</c>, and waits for its answer, which is without its cid then.</summary>
    public Task<JsonObject> Ask(string message) => Ask(message, (++_asked).ToString());

    /// <summary>The same with a cid of one's choice.</summary>
    public async Task<JsonObject> Ask(string message, string cid)
    {
        await Send($$"""{"cid":"{{cid}}",{{message}}}""");
        while (true)
        {
            var envelope = await Receive();
            if ((string?)envelope["cid"] != cid)
            {
                _pushes.Add(envelope);
                continue;
            }

            envelope.Remove("cid");
            return envelope;
        }
    }

    /// <summary>The answer to a request is this, to the letter.</summary>
    public async Task Asking(string message, string answer) => (await Ask(message)).ToJsonString().ShouldBe(answer);

    /// <summary>A request is refused.</summary>
    public async Task Refused(string message, int code, string text)
    {
        var error = (await Ask(message))["error"].ShouldNotBeNull();
        ((int?)error["code"] ?? 0, (string?)error["message"]).ShouldBe((code, text));
    }

    /// <summary>The next push of that kind: what it says. Others are kept.</summary>
    public async Task<JsonObject> Next(string kind)
    {
        while (true)
        {
            if (_pushes.FindIndex(push => push.ContainsKey(kind)) is var at and >= 0)
            {
                var found = _pushes[at];
                _pushes.RemoveAt(at);
                return found[kind]!.AsObject();
            }

            _pushes.Add(await Receive());
        }
    }

    /// <summary>The kinds of the pushes that came before what was answered last and nobody waited for yet; an empty envelope is of none.</summary>
    public IEnumerable<string> Kept => _pushes.Select(push => push.SingleOrDefault().Key ?? "");

    /// <summary>The kinds of the pushes that came and nobody waited for yet, with what arrives before the answer to a ping.</summary>
    public async Task<string[]> Waiting()
    {
        await Ask("\"ping\":{}");
        return [.. Kept];
    }

    /// <summary>Waits until the server closes the socket.</summary>
    public async Task<string> Closed()
    {
        try
        {
            while (true) _pushes.Add(await Receive());
        }
        catch (InvalidOperationException) when (_socket.CloseStatus is not null)
        {
            return $"{(int)_socket.CloseStatus} {_socket.CloseStatusDescription}";
        }
    }

    /// <summary>Loses the connection without a word.</summary>
    public void Vanish() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open)
        {
            using var patience = new CancellationTokenSource(Patience);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", patience.Token);
        }

        _socket.Dispose();
    }

    async Task<JsonObject> Receive()
    {
        using var patience = new CancellationTokenSource(Patience);
        var bytes = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(bytes), patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new InvalidOperationException($"The socket was closed: {(int?)_socket.CloseStatus} {_socket.CloseStatusDescription}");
            bytes += part.Count;
            if (part.EndOfMessage) return JsonNode.Parse(_buffer.AsSpan(0, bytes))!.AsObject();
        }
    }
}

/// <summary>Looks at presences: <c>using static</c>.</summary>
static class Seen
{
    /// <summary>The names in a list of presences; none where there is no list.</summary>
    public static string[] Names(JsonNode? presences) => presences is null ? [] : [.. presences.AsArray().Select(presence => (string)presence!["username"]!)];

    /// <summary>Who came and who left, e.g. <c>+ann -bob</c>.</summary>
    public static string Moves(JsonObject change) =>
        string.Join(' ', Names(change["joins"]).Select(name => "+" + name).Concat(Names(change["leaves"]).Select(name => "-" + name)));
}
