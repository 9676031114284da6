using System.Text.Json.Nodes;
using KaosNet.Domain.Matches;
using KaosNet.Scripting.Tests.Matches;

namespace KaosNet.Scripting.Tests.Demo;

/// <summary>Who rides in one language and who rides in another cannot tell the difference.</summary>
[Collection(DemoWorldCollection.Name)]
public sealed class RidersInAllLanguagesSpecs(DemoWorld demo)
{
    private const int Turns = 1, Over = 5;
    private const int TicksASecond = 20, SecondsMax = 300;

    private readonly GameWorld world = demo.World;

    [Fact]
    public async Task the_rules_agree_on_what_becomes_of_any_turns()
    {
        var chance = new Random(42);
        for (var ride = 0; ride < 60; ride++)
        {
            var turns = string.Concat(chance.GetItems<char>("RDLU........", 80));
            var outcome = RidersInCSharpSpecs.Outcome(turns);
            (await world.Call("probe_riders", turns)).ShouldBe(outcome, turns);
            (await world.Call("probe_riders_js", turns)).ShouldBe(outcome, turns);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task a_match_of_any_players_goes_the_same_tick_by_tick(int seed)
    {
        var inLua = await Told("riders", seed);
        inLua.Count.ShouldBeGreaterThan(TicksASecond);
        (await Told("riders_js", seed)).ShouldBe(inLua);
        (await Told("riders_csharp", seed)).ShouldBe(inLua);
    }

    /// <summary>All that players are told in a match in which both press keys at random, lose packets, and come and go.</summary>
    private async Task<List<string>> Told(string game, int seed)
    {
        var chance = new Random(seed);
        var match = await demo.Begin(game + "_create", """{"wins":2,"width":20,"height":14}""");
        MatchPresence[] players = [MatchTable.Ann, MatchTable.Bob];
        foreach (var player in players) await world.Join(match, player);
        string[] pressed = ["", ""];
        for (var tick = 0; tick < TicksASecond * SecondsMax && !world.Audience.Seen.Contains("close"); tick++)
        {
            for (var player = 0; player < players.Length; player++)
            {
                if (chance.Next(12) == 0) pressed[player] += "RDLU"[chance.Next(4)];
                var latest = pressed[player][^Math.Min(pressed[player].Length, 1 + chance.Next(4))..];
                if (chance.Next(3) > 0) world.Say(match, players[player], Turns, $$"""{"last":{{pressed[player].Length}},"turns":"{{latest}}"}""");
            }

            if (chance.Next(100) == 0) world.Say(match, players[0], Turns, """{"last":[],"turns":{}}""");
            if (chance.Next(200) == 0)
            {
                world.Matches.Presences(match, [], [players[1] with { Reason = PresenceReason.Disconnect }]);
                await world.Join(match, players[1]);
                pressed[1] = "";
            }

            world.Hand.Advance(TimeSpan.FromSeconds(1.0 / TicksASecond));
        }

        world.Audience.Seen[^1].ShouldBe("close");
        return [.. world.Audience.Seen.Select(Normal)];
    }

    /// <summary>Members in one order, and without the rank: each game has a board of its own, on which other specs have been.</summary>
    private static string Normal(string line)
    {
        if (!char.IsAsciiDigit(line[0])) return line;
        var told = JsonNode.Parse(line[2..])!.AsObject();
        if (line[0] - '0' == Over) told.Remove("rank");
        return $"{line[0]} {Sorted(told).ToJsonString()}";
    }

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Sorted(member.Value!)))),
        JsonArray entries => new JsonArray([.. entries.Select(entry => Sorted(entry!))]),
        _ => node.DeepClone(),
    };
}
