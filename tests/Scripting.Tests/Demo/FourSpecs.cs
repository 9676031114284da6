using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.Tests.Matches;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Demo;

/// <summary>The game in Lua.</summary>
[Collection(DemoWorldCollection.Name)]
public sealed class FourSpecs(DemoWorld demo) : FourGameSpecs(demo, "four", "");

/// <summary>The same game in JavaScript.</summary>
[Collection(DemoWorldCollection.Name)]
public sealed class FourInJavaScriptSpecs(DemoWorld demo) : FourGameSpecs(demo, "four_js", "_js");

/// <summary>Four in a row, as the server plays it with two players or by itself.</summary>
/// <param name="demo">The world.</param>
/// <param name="game">Its name there.</param>
/// <param name="probes">What the names of functions that ask its rules end in.</param>
public abstract class FourGameSpecs(DemoWorld demo, string game, string probes)
{
    private const int Move = 1, Resign = 2, Game = 3, Refused = 4;
    private const int TicksASecond = 5;

    private static readonly MatchPresence Ann = MatchTable.Ann, Bob = MatchTable.Bob, Cid = MatchTable.Player("cid", 3);

    private readonly GameWorld world = demo.World;

    [Theory]
    [InlineData("", null, 1, false)]
    [InlineData("4444", null, 1, false)]
    [InlineData("1212121", 4, 2, false)]
    [InlineData("11223344", 4, 1, false)]
    [InlineData("1122334", 4, 2, false)]
    [InlineData("1122554433", 5, 1, false)]
    [InlineData("12233434454", 4, 2, false)]
    [InlineData("76655454434", 4, 2, false)]
    [InlineData("112211334455224433666677555577763333427211", null, 1, true)]
    public async Task four_in_a_row_in_any_direction_win(string moves, int? line, int turn, bool isFull)
    {
        var said = JsonDocument.Parse(await world.Call("probe_four" + probes, moves)).RootElement;
        (said.TryGetProperty("line", out var length) ? length.GetInt32() : (int?)null).ShouldBe(line);
        said.GetProperty("turn").GetInt32().ShouldBe(turn);
        said.GetProperty("full").GetBoolean().ShouldBe(isFull);
    }

    [Theory]
    [InlineData("", "4")]
    [InlineData("121212", "1")]
    [InlineData("1212", "4")]
    [InlineData("12121", "1")]
    [InlineData("444444", "3")]
    public async Task the_server_wins_when_it_can_and_prevents_a_loss_when_it_must(string moves, string choice) =>
        (await world.Call("probe_choice" + probes, moves)).ShouldBe(choice);

    [Fact]
    public async Task a_game_is_played_to_its_end_and_leaves_a_score_and_two_objects()
    {
        var match = await demo.Begin(game + "_create");
        await world.Join(match, Ann);
        demo.Last(Game).TryGetProperty("turn", out _).ShouldBeFalse();
        Play(match, Ann, 1);
        demo.Last(Refused).GetProperty("refused").GetString().ShouldBe("Nobody is there to play with yet.");
        await world.Join(match, Bob);
        var (first, second) = demo.Last(Game).GetProperty("seats")[0].GetProperty("name").GetString() == "ann" ? (Ann, Bob) : (Bob, Ann);

        Play(match, second, 1);
        demo.Last(Refused).GetProperty("refused").GetString().ShouldBe("It is not your turn.");
        foreach (var nowhere in new[] { """{"column":0}""", """{"column":8}""", """{"column":1.5}""", """{"column":"1"}""", "no JSON", "[]" }) Say(match, first, Move, nowhere);
        demo.Last(Refused).GetProperty("refused").GetString().ShouldBe("There is no such column.");
        foreach (var _ in new[] { 0, 1, 2 })
        {
            Play(match, first, 1);
            Play(match, second, 1);
        }

        Play(match, first, 1);
        demo.Last(Refused).GetProperty("refused").GetString().ShouldBe("That column is full.");
        demo.Last(Game).GetProperty("moves").GetString().ShouldBe("111111");
        foreach (var column in new[] { 2, 3, 4 })
        {
            Play(match, first, column);
            Play(match, second, column);
        }

        Play(match, first, 5);

        var over = demo.Last(Game).GetProperty("over");
        (over.GetProperty("winner").GetInt32(), over.GetProperty("how").GetString(), over.GetProperty("line").GetArrayLength()).ShouldBe((1, "line", 4));
        world.Audience.Seen[^1].ShouldBe("close");
        var score = (await world.EventsOf($"record-{game}/0/{first.UserId}")).Where(written => written.Cause == "match " + match).ShouldHaveSingleItem();
        score.Json.ShouldContain("\"score\": 1,");
        await demo.ShouldReplay(match);
    }

    [Fact]
    public async Task who_gives_up_loses_and_a_third_one_is_not_let_in()
    {
        var match = await Started();
        (await world.Join(match, Cid))!.Reason.ShouldBe("This game already has two players.");
        Say(match, Ann, Resign, "");
        var over = demo.Last(Game).GetProperty("over");
        over.GetProperty("how").GetString().ShouldBe("resigned");
        NameOf(over.GetProperty("winner").GetInt32()).ShouldBe("bob");
        await demo.ShouldReplay(match);
    }

    [Fact]
    public async Task who_drops_comes_back_to_the_game_as_it_stands_and_who_does_not_loses()
    {
        var match = await Started();
        world.Matches.Presences(match, [], [Ann with { Reason = PresenceReason.Disconnect }]);
        Ticks(TicksASecond * 50);
        AnnIsAway().ShouldBeTrue();
        var again = Ann with { SessionId = "10000000-0000-4000-8000-000000000009" };
        (await world.Join(match, again))!.Accepted.ShouldBeTrue();
        Ticks(1);
        AnnIsAway().ShouldBeFalse();
        // The old socket's end is told late.
        world.Matches.Presences(match, [], [Ann with { Reason = PresenceReason.Disconnect }]);
        Ticks(1);
        AnnIsAway().ShouldBeFalse();
        // Neither moves, so time would decide; but Ann leaves for good.
        world.Matches.Presences(match, [], [again with { Reason = PresenceReason.Disconnect }]);
        Ticks(TicksASecond * 30);
        Play(match, Bob, 4);
        Ticks(TicksASecond * 31);
        var over = demo.Last(Game).GetProperty("over");
        over.GetProperty("how").GetString().ShouldBeOneOf("left", "time");
        await demo.ShouldReplay(match);
    }

    [Fact]
    public async Task the_server_answers_every_move_of_a_lonely_player_and_no_score_comes_of_it()
    {
        var match = await demo.Begin(game + "_create", """{"computer":true}""");
        await world.Join(match, Cid);
        for (var turn = 0; turn < 42 && !demo.Last(Game).TryGetProperty("over", out _); turn++)
        {
            Ticks(TicksASecond * 2);
            for (var column = 1; column <= 7 && IsTurnOf("cid"); column++) Play(match, Cid, column);
        }

        demo.Last(Game).TryGetProperty("over", out _).ShouldBeTrue();
        (await world.EventsOf($"record-{game}/0/{Cid.UserId}")).ShouldBeEmpty();
        await demo.ShouldReplay(match);
    }

    [Fact]
    public async Task an_open_game_is_found_and_those_who_wait_in_two_meet_in_one()
    {
        var anns = await demo.Begin(game + "_find");
        await world.Join(anns, Ann);
        var bob = new Caller { Source = Source.Client, UserId = Bob.UserId, Username = "bob" };
        await Eventually.Is(async () => DemoWorld.KeyIn(await world.Call(game + "_find", "{}", bob)) == anns);
        // Bob waits in a game of his own already: both are to go where the id is lower.
        (DemoWorld.KeyIn(await world.Call(game + "_find", """{"waiting":"00000000-0000-4000-8000-000000000000.node1"}""", bob)).Id == Guid.Parse("00000000-0000-4000-8000-000000000000")).ShouldBeTrue();
        DemoWorld.KeyIn(await world.Call(game + "_find", """{"waiting":"ffffffff-0000-4000-8000-000000000000.node1"}""", bob)).ShouldBe(anns);
        // Ann herself is not sent to her own.
        var ann = new Caller { Source = Source.Client, UserId = Ann.UserId, Username = "ann" };
        DemoWorld.KeyIn(await world.Call(game + "_find", "{}", ann)).ShouldNotBe(anns);
        // She leaves, so it is not open any more, and ends.
        world.Matches.Presences(anns, [], [Ann with { Reason = PresenceReason.Leave }]);
        Ticks(TicksASecond * 61 + 2);
        await demo.ShouldReplay(anns);
    }

    private async Task<MatchKey> Started()
    {
        var match = await demo.Begin(game + "_create");
        await world.Join(match, Ann);
        await world.Join(match, Bob);
        return match;
    }

    private void Play(MatchKey match, MatchPresence player, int column) => Say(match, player, Move, $$"""{"column":{{column}}}""");

    private void Say(MatchKey match, MatchPresence player, int operation, string words)
    {
        world.Say(match, player, operation, words);
        Ticks(1);
    }

    private void Ticks(int count) => world.Hand.Advance(TimeSpan.FromSeconds(1.0 / TicksASecond * count));

    private string? NameOf(int seat) => demo.Last(Game).GetProperty("seats")[seat - 1].GetProperty("name").GetString();

    private bool IsTurnOf(string name) => demo.Last(Game).TryGetProperty("turn", out var turn) && NameOf(turn.GetInt32()) == name;

    private bool AnnIsAway() =>
        demo.Last(Game).GetProperty("seats").EnumerateArray().Single(seat => seat.GetProperty("name").GetString() == "ann").GetProperty("away").GetBoolean();
}
