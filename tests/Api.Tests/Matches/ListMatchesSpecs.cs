using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using KaosNet.Api.Tests.Sockets;
using KaosNet.Realtime.Matches;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Matches;

public sealed class ListMatchesSpecs(ListMatchesSpecs.World world) : IClassFixture<ListMatchesSpecs.World>
{
    [Theory]
    [InlineData("?limit=0", "Invalid limit - limit must be between 1 and 100.")]
    [InlineData("?limit=101", "Invalid limit - limit must be between 1 and 100.")]
    [InlineData("?authoritative=false&label=x", "Label filtering is not supported for non-authoritative matches.")]
    [InlineData("?authoritative=false&query=*", "Query filtering is not supported for non-authoritative matches.")]
    [InlineData("?min_size=-1", "Minimum size must be 0 or above.")]
    [InlineData("?max_size=-1", "Maximum size must be 0 or above.")]
    [InlineData("?min_size=3&max_size=2", "Maximum size must be greater than or equal to minimum size when both are specified.")]
    [InlineData("?query=label.a:%22open", "Error listing matches.")]
    public async Task what_is_wrong_with_a_filter_is_told(string query, string message)
    {
        using var response = await world.Server.Send("GET", "/v2/match" + query, world.Ann.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var refusal = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        (refusal.GetProperty("code").GetInt32(), refusal.GetProperty("message").GetString()).ShouldBe((3, message));
    }

    [Theory]
    [InlineData("", "authoritative b", "authoritative a", "relayed")]
    [InlineData("?authoritative=true", "authoritative b", "authoritative a")]
    [InlineData("?authoritative=false", "relayed")]
    [InlineData("?limit=1", "authoritative b")]
    [InlineData("?limit=3", "authoritative b", "authoritative a", "relayed")]
    [InlineData("?label=%7B%22name%22%3A%22a%22%2C%22level%22%3A3%7D", "authoritative a")]
    [InlineData("?label=")]
    [InlineData("?query=", "authoritative b", "authoritative a")]
    [InlineData("?query=label.level%3A%3E3", "authoritative b")]
    [InlineData("?query=label.level%3A%3E3&label=x", "authoritative b")]
    [InlineData("?min_size=1", "authoritative b", "relayed")]
    [InlineData("?min_size=2", "relayed")]
    [InlineData("?max_size=0", "authoritative a")]
    [InlineData("?min_size=1&max_size=1", "authoritative b")]
    public async Task a_filter_lets_matches_through(string query, params string[] expected)
    {
        var list = await GameServer.Json(await world.Server.Send("GET", "/v2/match" + query, world.Ann.Token));
        var found = list.TryGetProperty("matches", out var matches) ? matches.EnumerateArray().Select(World.NameOf).ToArray() : [];
        found.ShouldBe(expected);
    }

    [Fact]
    public async Task a_match_on_the_server_shows_all_and_a_relayed_one_its_id_and_size()
    {
        var list = (await GameServer.Json(await world.Server.Send("GET", "/v2/match", world.Ann.Token))).GetProperty("matches");
        list[0].ToString().ShouldBe(
            $$"""{"match_id":"{{world.B}}","authoritative":true,"label":"{\"name\":\"b\",\"level\":4}","size":1,"tick_rate":20,"handler_name":"labelled"}""");
        list[2].ToString().ShouldBe($$"""{"match_id":"{{world.Relayed}}","size":2}""");
    }

    [Fact]
    public async Task modules_list_the_same()
    {
        var found = await GameServer.Json(await world.Server.Send("GET", "/v2/rpc/list_matches?http_key=defaulthttpkey&unwrap", body: null));
        JsonSerializer.Deserialize<JsonElement>(found.GetProperty("payload").GetString()!).EnumerateArray().Select(name => name.GetString())
            .ShouldBe(["1", world.A, "3", "0", "0"]);
    }

    /// <summary>Two matches on the server, the second one with a player, and a relayed one with two.</summary>
    public sealed class World : IAsyncLifetime
    {
        const string Handler = """
            local M = {}
            function M.match_init(context, params) return {}, 20, params.label end
            function M.match_join_attempt(context, dispatcher, tick, state, presence, metadata) return state, true end
            function M.match_join(context, dispatcher, tick, state, presences) return state end
            function M.match_leave(context, dispatcher, tick, state, presences) return state end
            function M.match_loop(context, dispatcher, tick, state, messages) return state end
            function M.match_terminate(context, dispatcher, tick, state, grace) return state end
            function M.match_signal(context, dispatcher, tick, state, data) return state, data end
            return M
            """;

        const string Main = """
            local nk = require('nakama')
            nk.register_rpc(function(context, payload)
              return nk.json_encode({
                tostring(#nk.match_list(nil, nil, nil, nil, nil, nil)),
                nk.match_list(10, true, nil, nil, nil, '+label.name:a')[1].match_id,
                tostring(#nk.match_list(100, nil, nil, nil, nil, nil)),
                tostring(#nk.match_list(100, nil, '', nil, nil, nil)),
                tostring(#nk.match_list(0, nil, nil, nil, nil, '')),
              })
            end, 'list_matches')
            """;

        readonly List<TestSocket> _sockets = [];

        public GameServer Server { get; private set; } = null!;

        public TestPlayer Ann { get; private set; } = null!;

        public string A { get; private set; } = "";

        public string B { get; private set; } = "";

        public string Relayed { get; private set; } = "";

        public static string NameOf(JsonElement match) => match.TryGetProperty("authoritative", out _)
            ? "authoritative " + JsonSerializer.Deserialize<JsonElement>(match.GetProperty("label").GetString()!).GetProperty("name").GetString()
            : "relayed";

        public async ValueTask InitializeAsync()
        {
            var modules = TestFolder.Create("modules");
            await File.WriteAllTextAsync(Path.Combine(modules, "labelled.lua"), Handler);
            await File.WriteAllTextAsync(Path.Combine(modules, "main.lua"), Main);
            Server = await GameServer.Start(settings => settings with
            {
                Runtime = settings.Runtime with { Path = modules }, Match = settings.Match with { LabelUpdateIntervalMs = 1 },
            });
            Ann = await Server.SignUp();
            var (ann, bob) = (await Connect(Ann), await Connect(await Server.SignUp()));
            var matches = Server.Get<IMatches>();
            A = (await matches.Create("labelled", """{"label":"{\"name\":\"a\",\"level\":3}"}""")).Value;
            // The next one is newer only if the clock has moved.
            await Eventually.Is(async () => (await matches.List(new(10))).Value.Length == 1);
            B = (await matches.Create("labelled", """{"label":"{\"name\":\"b\",\"level\":4}"}""")).Value;
            await ann.JoinMatch(B);
            Relayed = await ann.CreateMatch();
            await bob.JoinMatch(Relayed);
            await Eventually.Is(async () => (await matches.List(new(10) { MinSize = 0 })).Value is [{ Size: 1 }, { Size: 0 }, { Size: 2 }]);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var socket in _sockets) await socket.DisposeAsync();
            await Server.DisposeAsync();
        }

        async Task<TestSocket> Connect(TestPlayer player)
        {
            var socket = new ClientWebSocket();
            var address = new UriBuilder(Server.Client.BaseAddress!) { Scheme = "ws", Path = "/ws", Query = "token=" + player.Token };
            await socket.ConnectAsync(address.Uri, CancellationToken.None);
            var connected = new TestSocket(socket);
            _sockets.Add(connected);
            return connected;
        }
    }
}
