using System.Text.Json.Nodes;
using KaosNet.Api.Sockets;
using KaosNet.Api.Tests.Sockets;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Matchmaking;

/// <summary>The matchmaker over real sockets; passes are turned by hand.</summary>
public sealed class MatchmakerMessageSpecs(MatchmakerMessageSpecs.World world) : IClassFixture<MatchmakerMessageSpecs.World>
{
    SocketsUnderTest Server => world.Server;

    [Fact]
    public async Task players_who_are_matched_meet_by_their_token()
    {
        await using var ann = await Server.Open("ann");
        await using var bob = await Server.Open("bob", "format=json");
        var added = await ann.Ask(
            """ "matchmaker_add":{"min_count":2,"max_count":2,"query":"+properties.game:meet","string_properties":{"game":"meet"},"numeric_properties":{"skill":12.5}} """);
        added.Select(field => field.Key).ShouldBe(["cid", "matchmaker_ticket"]);
        var ticket = (string)added["matchmaker_ticket"]!["ticket"]!;
        await bob.Ask(""" "matchmaker_add":{"min_count":2,"max_count":2,"query":"+properties.game:meet","string_properties":{"game":"meet"}} """);
        await Server.Get<Matchmaker>().Pass();

        var matched = (await ann.Receive("matchmaker_matched"))["matchmaker_matched"]!.AsObject();
        matched.Select(field => field.Key).ShouldBe(["ticket", "token", "users", "self"]);
        ((string?)matched["ticket"]).ShouldBe(ticket);
        matched["users"]!.AsArray().Select(Name).ShouldBe(["bob", "ann"]);
        var self = matched["self"]!;
        (Name(self), (double?)self["numeric_properties"]!["skill"], (string?)self["string_properties"]!["game"]).ShouldBe(("ann", 12.5, "meet"));
        var token = (string)matched["token"]!;
        Server.Get<MatchTokens>().MatchIdOf(token)!.ShouldMatch("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\.$");

        ((string?)(await bob.Receive("matchmaker_matched"))["matchmaker_matched"]!["token"]).ShouldBe(token);
        await ann.Ask($$""" "match_join":{"token":"{{token}}"} """);
        var joined = (await bob.Ask($$""" "match_join":{"token":"{{token}}"} """))["match"]!;
        ((string?)joined["presences"]![0]!["username"]).ShouldBe("ann");
    }

    [Theory]
    [InlineData("{}", 3, "Invalid minimum count, must be >= 2")]
    [InlineData("""{"min_count":-3,"max_count":1}""", 3, "Invalid minimum count, must be >= 2")]
    [InlineData("""{"min_count":3,"max_count":2}""", 3, "Invalid maximum count, must be >= minimum count")]
    [InlineData("""{"min_count":2,"max_count":2,"count_multiple":0}""", 3, "Invalid count multiple, must be >= 1")]
    [InlineData("""{"min_count":3,"max_count":4,"count_multiple":2}""", 3, "Invalid count multiple for minimum count, must divide")]
    [InlineData("""{"min_count":4,"max_count":5,"count_multiple":2}""", 3, "Invalid count multiple for maximum count, must divide")]
    [InlineData("""{"min_count":2,"max_count":2,"query":"+properties.a:\"open"}""", 0, "Error adding to matchmaker")]
    public async Task a_search_that_is_none_is_refused(string search, int code, string text)
    {
        await using var ann = await Server.Open("ann");
        ShouldBeError(await ann.Ask($"\"matchmaker_add\":{search}"), code, text);
    }

    [Fact]
    public async Task tickets_are_few_and_can_be_given_back()
    {
        const string Search = """ "matchmaker_add":{"min_count":2,"max_count":2,"query":"+properties.nobody:T"} """;
        await using var ann = await Server.Open("ann");
        await using var bob = await Server.Open("bob");
        var ticket = (string)(await ann.Ask(Search))["matchmaker_ticket"]!["ticket"]!;
        await ann.Ask(Search);
        await ann.Ask(Search);
        ShouldBeError(await ann.Ask(Search), 0, "Error adding to matchmaker");
        ShouldBeError(await bob.Ask(Removing(ticket)), 3, "Matchmaker ticket not found");
        (await ann.Ask(Removing(ticket))).ToJsonString().ShouldBe("""{"cid":"1"}""");
        ShouldBeError(await ann.Ask(Removing(ticket)), 3, "Matchmaker ticket not found");
        ShouldBeError(await ann.Ask(Removing("")), 3, "Invalid matchmaker ticket");
        (await ann.Ask(Search)).ContainsKey("matchmaker_ticket").ShouldBeTrue();
    }

    [Fact]
    public async Task a_player_who_went_away_is_not_found()
    {
        const string Search = """ "matchmaker_add":{"min_count":2,"max_count":2,"query":"+properties.game:away","string_properties":{"game":"away"}} """;
        await using var ann = await Server.Open("ann");
        await using (var gone = await Server.Open("gone")) await gone.Ask(Search);
        await Eventually.Holds(async () =>
        {
            // The server hears of closed sockets in its own time, also of those of other specs.
            await Server.Get<Matchmaker>().Pass();
            Server.Get<Matchmaker>().Figures.Tickets.ShouldBe(0);
        });
        await ann.Ask(Search);
        await using var bob = await Server.Open("bob");
        await bob.Ask(Search);
        await Server.Get<Matchmaker>().Pass();
        (await ann.Receive("matchmaker_matched"))["matchmaker_matched"]!["users"]!.AsArray().Select(Name).ShouldBe(["bob", "ann"]);
    }

    static string Removing(string ticket) => $$""" "matchmaker_remove":{"ticket":"{{ticket}}"} """;

    static string? Name(JsonNode? user) => (string?)user!["presence"]!["username"];

    static void ShouldBeError(JsonObject envelope, int code, string text) =>
        ((int?)envelope["error"]?["code"] ?? 0, (string?)envelope["error"]?["message"]).ShouldBe((code, text));

    public sealed class World : IAsyncLifetime
    {
        public SocketsUnderTest Server { get; private set; } = null!;

        // The clock turns no pass of its own in the time that a test takes.
        public async ValueTask InitializeAsync() => Server = await SocketsUnderTest.Start(
            with: services => services.AddSingleton(new MatchmakerRules { Interval = TimeSpan.FromDays(1) }));

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
