using System.Globalization;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Riders.Rules;
using KaosNet.Scripting.Tests.Matches;

namespace KaosNet.Scripting.Tests.Demo;

/// <summary>The game in Lua.</summary>
[Collection(DemoWorldCollection.Name)]
public sealed class RidersSpecs(DemoWorld demo) : RidersGameSpecs(demo, "riders")
{
    protected override Task<string> Ride(string turns) => Demo.World.Call("probe_riders", turns);
}

/// <summary>The same game in JavaScript.</summary>
[Collection(DemoWorldCollection.Name)]
public sealed class RidersInJavaScriptSpecs(DemoWorld demo) : RidersGameSpecs(demo, "riders_js")
{
    protected override Task<string> Ride(string turns) => Demo.World.Call("probe_riders_js", turns);
}

/// <summary>The same game in C#.</summary>
[Collection(DemoWorldCollection.Name)]
public sealed class RidersInCSharpSpecs(DemoWorld demo) : RidersGameSpecs(demo, "riders_csharp")
{
    protected override Task<string> Ride(string turns) => Task.FromResult(Outcome(turns));

    /// <summary>Pairs of turns, one a step, as the other languages' functions are given them.</summary>
    internal static string Outcome(string turns)
    {
        var arena = new Arena(16, 12);
        int? winner = null;
        for (var place = 0; place < turns.Length && winner is null; place++)
        {
            if (Headings.Contain(turns[place])) arena.Riders[place % 2].Turn(turns[place]);
            if (place % 2 == 1) winner = arena.Step();
        }

        return string.Join(' ', [winner?.ToString(CultureInfo.InvariantCulture) ?? "on", .. arena.Riders.Select(rider => rider.Way)]);
    }
}

/// <summary>Light riders, as the server moves them.</summary>
/// <param name="demo">The world.</param>
/// <param name="game">Its name there.</param>
public abstract class RidersGameSpecs(DemoWorld demo, string game)
{
    private const int Turns = 1, State = 2, Round = 3, Result = 4, Over = 5;
    private const int TicksASecond = 20;

    private static readonly MatchPresence Ann = MatchTable.Ann, Bob = MatchTable.Bob, Cid = MatchTable.Player("cid", 3);

    private readonly GameWorld world = demo.World;

    private protected DemoWorld Demo => demo;

    /// <summary>Asks the rules alone: rides in a small arena and answers who won, or "on", and both ways.</summary>
    protected abstract Task<string> Ride(string turns);

    /// <summary>An arena of 16 by 12: they begin at (3,6) and (14,7).</summary>
    [Theory]
    [InlineData("......", "on R3 L3")]
    [InlineData("LR..........", "on R6 L6")]
    [InlineData("U.................", "2 U6 L6")]
    [InlineData("DD............................", "1 D6 D6")]
    [InlineData(".D........................", "1 R6 D6")]
    [InlineData("D.R....................", "0 D1R5 L6")]
    public async Task who_rides_into_a_wall_has_lost(string turns, string outcome) => (await Ride(turns)).ShouldBe(outcome);

    [Fact]
    public async Task a_match_is_ridden_to_its_end_and_leaves_a_score()
    {
        var match = await demo.Begin(game + "_create", """{"wins":1,"width":16,"height":12}""");
        await world.Join(match, Ann);
        await world.Join(match, Bob);
        (await world.Join(match, Cid))!.Reason.ShouldBe("This match already has two riders.");
        var round = demo.Last(Round);
        (round.GetProperty("round").GetInt32(), round.GetProperty("to_win").GetInt32(), round.GetProperty("seconds").GetInt32()).ShouldBe((1, 1, 2));
        round.GetProperty("seats")[0].GetProperty("name").GetString().ShouldBe("ann");

        // The first packet is lost, the second holds its turn as well; then it comes again, too late.
        Say(match, Ann, """{"last":2,"turns":"UR"}""");
        Say(match, Ann, """{"last":1,"turns":"U"}""");
        foreach (var nonsense in new[] { "no JSON", "{}", """{"last":-1,"turns":"L"}""", """{"last":9,"turns":7}""", """{"last":3,"turns":"X"}""" }) Say(match, Ann, nonsense);
        Ticks(TicksASecond * 2);
        demo.Last(State).GetProperty("riders")[0].GetProperty("last").GetInt32().ShouldBe(2);
        Ticks(4);
        demo.Last(State).GetProperty("riders")[0].GetProperty("way").GetString().ShouldStartWith("U1R");
        Ticks(TicksASecond * 3);

        demo.Last(Result).GetProperty("winner").GetInt32().ShouldBeOneOf(0, 1, 2);
        var over = demo.Last(Over);
        over.GetProperty("winner").GetInt32().ShouldBe(1);
        // Others may have won more often on the board that specs share.
        over.GetProperty("rank").GetInt32().ShouldBeInRange(1, 2);
        (await world.EventsOf($"record-{game}/0/{Ann.UserId}")).Where(written => written.Cause == "match " + match).ShouldHaveSingleItem();
        await demo.ShouldReplay(match);
    }

    [Fact]
    public async Task a_rider_whose_player_is_gone_rides_on_and_who_comes_back_steers_again()
    {
        var match = await demo.Begin(game + "_create");
        await world.Join(match, Ann);
        await world.Join(match, Bob);
        Say(match, Bob, """{"last":5,"turns":"U"}""");
        world.Matches.Presences(match, [], [Bob with { Reason = PresenceReason.Disconnect }]);
        Ticks(TicksASecond);
        (await world.Join(match, Bob with { SessionId = "10000000-0000-4000-8000-000000000009" }))!.Accepted.ShouldBeTrue();
        demo.Last(Round).GetProperty("round").GetInt32().ShouldBe(1);
        Say(match, Bob, """{"last":1,"turns":"D"}""");
        Ticks(1);
        demo.Last(State).GetProperty("riders")[1].GetProperty("last").GetInt32().ShouldBe(1);
        world.Matches.Presences(match, [], [Ann, Bob with { SessionId = "10000000-0000-4000-8000-000000000009" }]);
        Ticks(TicksASecond * 62);
        world.Audience.Seen[^1].ShouldBe("close");
        await demo.ShouldReplay(match);
    }

    [Fact]
    public async Task riders_who_never_win_are_sent_home_after_twenty_rounds()
    {
        var match = await demo.Begin(game + "_create", """{"width":16,"height":12}""");
        await world.Join(match, Ann);
        await world.Join(match, Bob);
        // Left to themselves they pass each other and reach both ends at once.
        Ticks(TicksASecond * 20 * 5);
        var over = demo.Last(Over);
        (over.GetProperty("winner").GetInt32(), over.TryGetProperty("rank", out _)).ShouldBe((0, false));
        demo.Last(Result).GetProperty("round").GetInt32().ShouldBe(20);
        await demo.ShouldReplay(match);
    }

    private void Say(MatchKey match, MatchPresence player, string words)
    {
        world.Say(match, player, Turns, words);
        Ticks(1);
    }

    private void Ticks(int count) => world.Hand.Advance(TimeSpan.FromSeconds(1.0 / TicksASecond * count));
}
