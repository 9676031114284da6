using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using KaosNet.Api.Tests.Sockets;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Parties;

public sealed class ListPartiesSpecs(ListPartiesSpecs.World world) : IClassFixture<ListPartiesSpecs.World>
{
    [Fact]
    public async Task a_party_shows_what_it_is()
    {
        var list = await Json("?query=" + Uri.EscapeDataString("+label.n:1"));
        list.ToString().ShouldBe($$"""{"parties":[{"party_id":"{{world.First}}","open":true,"max_size":3,"label":"{\"n\": 1}"}]}""");
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("?open=true", 1)]
    [InlineData("?open=false", 1)]
    [InlineData("?query=label.n%3A7", 0)]
    public async Task hidden_parties_are_left_out_and_filters_let_through(string query, int count)
    {
        var list = await Json(query);
        (list.TryGetProperty("parties", out var parties) ? parties.GetArrayLength() : 0).ShouldBe(count);
        list.TryGetProperty("cursor", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task pages_lead_to_the_last_one()
    {
        var first = await Json("?limit=1");
        var cursor = Uri.EscapeDataString(first.GetProperty("cursor").GetString()!);
        var second = await Json("?limit=1&cursor=" + cursor);
        second.GetProperty("parties")[0].GetProperty("party_id").GetString().ShouldBe(world.First);
        second.TryGetProperty("cursor", out _).ShouldBeFalse();
        await ShouldBeRefused("?limit=2&cursor=" + cursor, "Error listing matches.");
    }

    [Theory]
    [InlineData("?limit=0", "Invalid limit - limit must be between 1 and 100.")]
    [InlineData("?limit=101", "Invalid limit - limit must be between 1 and 100.")]
    [InlineData("?query=label.a:%22open", "Error listing matches.")]
    [InlineData("?cursor=x", "Error listing matches.")]
    public Task what_is_wrong_with_a_filter_is_told(string query, string message) => ShouldBeRefused(query, message);

    [Fact]
    public async Task nobody_lists_parties_who_is_not_signed_in()
    {
        using var response = await world.Server.Send("GET", "/v2/party", token: null);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    async Task<JsonElement> Json(string query) => await GameServer.Json(await world.Server.Send("GET", "/v2/party" + query, world.Ann.Token));

    async Task ShouldBeRefused(string query, string message)
    {
        using var response = await world.Server.Send("GET", "/v2/party" + query, world.Ann.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var refusal = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        (refusal.GetProperty("code").GetInt32(), refusal.GetProperty("message").GetString()).ShouldBe((3, message));
    }

    /// <summary>An open party, a closed one and a hidden one.</summary>
    public sealed class World : IAsyncLifetime
    {
        TestSocket? _socket;

        public GameServer Server { get; private set; } = null!;

        public TestPlayer Ann { get; private set; } = null!;

        public string First { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Server = await GameServer.Start(settings => settings with { Party = settings.Party with { LabelUpdateIntervalMs = 1 } });
            Ann = await Server.SignUp();
            var socket = new ClientWebSocket();
            var address = new UriBuilder(Server.Client.BaseAddress!) { Scheme = "ws", Path = "/ws", Query = "token=" + Ann.Token };
            await socket.ConnectAsync(address.Uri, CancellationToken.None);
            _socket = new(socket);
            First = await Create(""" "open":true,"max_size":3,"label":"{\"n\": 1}" """, 1);
            await Create(""" "max_size":3 """, 2);
            await Create(""" "open":true,"max_size":3,"hidden":true """, 2);
        }

        public async ValueTask DisposeAsync()
        {
            if (_socket is not null) await _socket.DisposeAsync();
            await Server.DisposeAsync();
        }

        async Task<string> Create(string fields, int listed)
        {
            var party = (await _socket!.Ask($$""" "party_create":{{{fields}}} """))["party"]!;
            await Eventually.Is(async () =>
                (await GameServer.Json(await Server.Send("GET", "/v2/party", Ann.Token))).TryGetProperty("parties", out var parties)
                && parties.GetArrayLength() == listed);
            return (string)party["party_id"]!;
        }
    }
}
