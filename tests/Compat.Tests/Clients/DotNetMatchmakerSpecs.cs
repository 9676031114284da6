using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>The matchmaker through the official .NET client.</summary>
public sealed class DotNetMatchmakerSpecs(CompatServer compat)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Client _client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task players_who_look_for_each_other_meet()
    {
        await using var ann = await Player.Connect(_client);
        await using var bob = await Player.Connect(_client);
        var game = $"game{Guid.NewGuid():n}";
        var properties = new Dictionary<string, string> { ["game"] = game };
        var ticket = await ann.Socket.AddMatchmakerAsync($"+properties.game:{game}", 2, 2, properties, new() { ["skill"] = 12.5 });
        await bob.Socket.AddMatchmakerAsync($"+properties.game:{game}", 2, 2, properties);

        var found = await ann.Matched.Task.WaitAsync(Patience);
        (found.Ticket, found.Self.Presence.UserId, found.Self.NumericProperties["skill"]).ShouldBe((ticket.Ticket, ann.Session.UserId, 12.5));
        found.Users.Select(user => user.Presence.UserId).Order().ShouldBe(new[] { ann.Session.UserId, bob.Session.UserId }.Order());
        await ann.Socket.JoinMatchAsync(found);
        (await bob.Socket.JoinMatchAsync(await bob.Matched.Task.WaitAsync(Patience))).Presences.ShouldContain(presence => presence.UserId == ann.Session.UserId);
    }

    [Fact]
    public async Task how_busy_it_is_can_be_read()
    {
        await using var ann = await Player.Connect(_client);
        await ann.Socket.AddMatchmakerAsync("+properties.nobody:T", 2, 2);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{compat.Server.Port}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ann.Session.AuthToken);
        await Eventually.Holds(async () =>
        {
            var figures = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync("/v2/matchmaker/stats"));
            figures.GetProperty("ticket_count").GetInt32().ShouldBeGreaterThan(0);
            figures.GetProperty("oldest_ticket_create_time").GetDateTimeOffset().ShouldBeLessThan(DateTimeOffset.UtcNow.AddMinutes(1));
        });
    }

    [Fact]
    public async Task a_party_looks_for_others_as_one()
    {
        await using var ann = await Player.Connect(_client);
        await using var bob = await Player.Connect(_client);
        await using var eve = await Player.Connect(_client);
        var game = $"game{Guid.NewGuid():n}";
        var properties = new Dictionary<string, string> { ["game"] = game };
        var party = await ann.Socket.CreatePartyAsync(true, false, 2, "{}");
        await bob.Socket.JoinPartyAsync(party.Id);
        await bob.Joined.Task.WaitAsync(Patience);
        await ann.Socket.AddMatchmakerPartyAsync(party.Id, $"+properties.game:{game}", 3, 3, properties);
        await eve.Socket.AddMatchmakerAsync($"+properties.game:{game}", 3, 3, properties);

        foreach (var player in new[] { ann, bob, eve })
        {
            var found = await player.Matched.Task.WaitAsync(Patience);
            found.Self.Presence.UserId.ShouldBe(player.Session.UserId);
            found.Users.Count().ShouldBe(3);
        }
    }

    [Fact]
    public async Task a_search_can_be_given_up()
    {
        await using var ann = await Player.Connect(_client);
        var ticket = await ann.Socket.AddMatchmakerAsync("+properties.nobody:T", 2, 2);
        await ann.Socket.RemoveMatchmakerAsync(ticket);
        (await Should.ThrowAsync<WebSocketException>(ann.Socket.RemoveMatchmakerAsync(ticket))).Message.ShouldContain("Matchmaker ticket not found");
    }

    [Fact]
    public async Task a_party_can_give_up_its_search()
    {
        await using var ann = await Player.Connect(_client);
        await using var bob = await Player.Connect(_client);
        var party = await ann.Socket.CreatePartyAsync(true, false, 2, "{}");
        await bob.Socket.JoinPartyAsync(party.Id);
        await bob.Joined.Task.WaitAsync(Patience);
        var ticket = await ann.Socket.AddMatchmakerPartyAsync(party.Id, "+properties.nobody:T", 3, 4, null, new() { ["skill"] = 7 });
        ticket.PartyId.ShouldBe(party.Id);
        await ann.Socket.RemoveMatchmakerPartyAsync(party.Id, ticket.Ticket);
        (await Should.ThrowAsync<WebSocketException>(ann.Socket.RemoveMatchmakerPartyAsync(party.Id, ticket.Ticket))).Message.ShouldBe("Error closing party: matchmaker ticket not found");
    }

    sealed class Player(ISession session, ISocket socket) : IAsyncDisposable
    {
        public ISession Session => session;

        public ISocket Socket => socket;

        public TaskCompletionSource<IMatchmakerMatched> Matched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The party that the player is in.</summary>
        public TaskCompletionSource<IParty> Joined { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static async Task<Player> Connect(Client client)
        {
            var session = await client.AuthenticateDeviceAsync($"matchmaker-{Guid.NewGuid():n}");
            var player = new Player(session, Nakama.Socket.From(client));
            player.Socket.ReceivedMatchmakerMatched += found => player.Matched.TrySetResult(found);
            player.Socket.ReceivedParty += party => player.Joined.TrySetResult(party);
            await player.Socket.ConnectAsync(session);
            return player;
        }

        public async ValueTask DisposeAsync() => await socket.CloseAsync();
    }
}
