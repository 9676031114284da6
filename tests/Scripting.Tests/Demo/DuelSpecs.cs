using System.Text.Json;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Replay;
using KaosNet.Scripting.Tests.Matches;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Demo;

/// <summary>The demo game from its start to its replay, each time on an empty board: ranks are among what is looked at.</summary>
public sealed class DuelSpecs : IAsyncLifetime
{
    private static readonly MatchPresence Ann = MatchTable.Ann, Bob = MatchTable.Bob;

    private readonly PostgresFixture postgres = new();

    public ValueTask InitializeAsync() => postgres.InitializeAsync();

    public ValueTask DisposeAsync() => postgres.DisposeAsync();

    [Fact]
    public async Task a_duel_is_played_scored_and_goes_again_as_it_went()
    {
        await using var world = await GameWorld.Open(postgres.ConnectionString, GameWorld.FolderOf("modules/duel.lua"));
        var match = await Play(world);
        world.Audience.Seen.ShouldBe(
        [
            """2 {"of":3,"round":1}""",
            $$"""3 {"choices":{"{{Ann.UserId}}":"rock","{{Bob.UserId}}":"scissors"},"round":1,"winner":"{{Ann.UserId}}"}""",
            """2 {"of":3,"round":2}""",
            $$"""3 {"choices":{"{{Ann.UserId}}":"paper","{{Bob.UserId}}":"paper"},"round":2}""",
            """2 {"of":3,"round":3}""",
            // Bob lets the time run out.
            $$"""3 {"choices":{"{{Ann.UserId}}":"rock"},"round":3,"winner":"{{Ann.UserId}}"}""",
            $$$"""4 {"rank":1,"winner":"{{{Ann.UserId}}}","wins":{"{{{Ann.UserId}}}":2,"{{{Bob.UserId}}}":0}}""",
            "close",
        ]);
        world.Log.Lines.ShouldContain(line => line.StartsWith("Information: duel over: ", StringComparison.Ordinal));

        var scores = await world.EventsOf($"record-duels/0/{Ann.UserId}");
        var score = scores.ShouldHaveSingleItem();
        (score.Name, score.Actor, score.Source, score.Operation, score.Cause).ShouldBe(
            ("score_submitted", "duel", "script", "leaderboard_record_write", "match " + match));
        score.Json.ShouldContain("match_id");

        var record = await world.RecordOf(match);
        record.Ended.Ending.ShouldBe(MatchEnding.HandlerStopped);
        var again = GameWorld.Replay(world.Get<ScriptSettings>().Path, match, record).Value;
        again.ShouldBe(new ReplayOutcome(record.Ended.Ticks, null, record.Created.ModuleVersion, record.Created.ModuleVersion));
        (await world.EventsOf($"record-duels/0/{Ann.UserId}")).Count.ShouldBe(1);

        // Another module is told apart, and where it leads elsewhere.
        var changed = GameWorld.FolderOf("modules/duel.lua");
        var file = Path.Combine(changed, "duel.lua");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("rock = \"scissors\"", "rock = \"paper\"", StringComparison.Ordinal));
        var other = GameWorld.Replay(changed, match, record).Value;
        other.ReplayVersion.ShouldNotBe(other.RecordedVersion);
        other.Difference.ShouldNotBeNull().ShouldStartWith("tick ");

        // So is a record that somebody laid hands on.
        var tampered = record.Pieces[0].Steps.AsSpan().IndexOf("scissors"u8);
        tampered.ShouldBeGreaterThan(0);
        "paper---"u8.CopyTo(record.Pieces[0].Steps.AsSpan(tampered));
        GameWorld.Replay(world.Get<ScriptSettings>().Path, match, record).Value.Difference.ShouldNotBeNull();
    }

    [Fact]
    public async Task who_leaves_gives_the_duel_away_and_strangers_are_refused()
    {
        await using var world = await GameWorld.Open(postgres.ConnectionString, GameWorld.FolderOf("modules/duel.lua"));
        var match = await Begin(world);
        await world.Join(match, Ann);
        (await world.Join(match, Ann with { SessionId = "10000000-0000-4000-8000-000000000009" }))!.Reason.ShouldBe("You can't duel with yourself.");
        await world.Join(match, Bob);
        (await world.Join(match, MatchTable.Player("cid", 3)))!.Reason.ShouldBe("This duel already has two players.");
        (await Signal(world, match)).ShouldBe("""{"players":2,"round":1}""");
        world.Ticks(3);
        world.Matches.Presences(match, [], [Ann with { Reason = PresenceReason.Disconnect }]);
        world.Ticks(1);
        world.Audience.Seen.Last(line => line.StartsWith('4')).ShouldContain($"\"winner\":\"{Bob.UserId}\"");
        world.Matches.Count.ShouldBe(0);
        GameWorld.Replay(world.Get<ScriptSettings>().Path, match, await world.RecordOf(match)).Value.Difference.ShouldBeNull();
    }

    private static async Task<MatchKey> Begin(GameWorld world)
    {
        var said = await world.Call("create_duel");
        MatchKey.TryParse(JsonDocument.Parse(said).RootElement.GetProperty("match_id").GetString()!, out var match).ShouldBeTrue(said);
        return match;
    }

    private static async Task<MatchKey> Play(GameWorld world)
    {
        var match = await Begin(world);
        await world.Join(match, Ann);
        world.Ticks(5);
        await world.Join(match, Bob);
        world.Say(match, Ann, 1, """{"choice":"rock"}""");
        world.Ticks(3);
        world.Say(match, Bob, 1, """{"choice":"scissors"}""");
        world.Ticks(2);
        world.Say(match, Ann, 1, "no JSON at all");
        world.Say(match, Ann, 1, """{"choice":"paper"}""");
        world.Say(match, Bob, 1, """{"choice":"paper"}""");
        world.Ticks(1);
        world.Say(match, Ann, 1, """{"choice":"rock"}""");
        world.Ticks(301);
        return match;
    }

    private static async Task<string> Signal(GameWorld world, MatchKey match)
    {
        var signal = world.Matches.Signal(match.ToString(), "");
        world.Hand.RunReady();
        return (await signal).Value;
    }
}
