using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Replay;

namespace KaosNet.Realtime.Tests.Matches;

/// <summary>Matches whose handler gets other code while they run.</summary>
public class CodeChangeSpecs
{
    [Fact]
    public async Task a_match_goes_on_with_new_code_between_two_ticks_and_keeps_its_members_label_and_state()
    {
        await using var bench = new MatchBench();
        var match = await Changed(bench);
        bench.Scripts.Log.ShouldContain("8 take over");
        var change = (await bench.RecordOf(match)).OfType<MatchCodeChanged>().Single();
        (change.Tick, change.ModuleVersion).ShouldBe((8, "v2"));
        var step = change.Read();
        (step.Label, step.BeganMs).ShouldBe(("open", MatchBench.Start.ToUnixTimeMilliseconds()));
        step.Members.ShouldBe([MatchBench.Player("ann")]);
        bench.Audience.Seen.ShouldContain("1 still here from ann to session-ann");
    }

    [Fact]
    public async Task what_takes_a_match_over_may_ask_but_neither_send_nor_change_the_label()
    {
        await using var bench = new MatchBench();
        var match = await Changed(bench);
        bench.Scripts.Log.Count(line => line == "a match that is being taken over can neither send nor change its label").ShouldBe(2);
        bench.Audience.Seen.ShouldNotContain(line => line.StartsWith('9'));
        var events = (await bench.RecordOf(match)).ToList();
        var after = (MatchInputsRecorded)events[events.FindIndex(happened => happened is MatchCodeChanged) + 1];
        MatchStepReader.Read(after.Steps)[0].ShouldBeOfType<EffectStep>().Function.ShouldBe("score_write");
    }

    [Fact]
    public async Task each_part_of_the_match_runs_again_with_the_code_that_it_was_played_with()
    {
        await using var bench = new MatchBench();
        var match = await Changed(bench, drift: 3);
        var stages = await StagesOf(bench, match);
        stages.Select(stage => (stage.FromTick, stage.ToTick, stage.Version)).ShouldBe([(0, 8, "v1"), (8, 21, "v2")]);
        Replay(match, stages[0], drift: 0).Difference.ShouldBeNull();
        Replay(match, stages[1], drift: 3).Difference.ShouldBeNull();
        Replay(match, stages[0], drift: 3).Difference!.ShouldStartWith("tick 1: ");
        Replay(match, stages[1], drift: 0).Difference!.ShouldStartWith("tick 9: ");
        Replay(match, stages[1], drift: 3).Ticks.ShouldBe(21);
    }

    [Fact]
    public async Task the_code_before_must_come_to_what_the_code_after_was_given()
    {
        await using var bench = new MatchBench();
        var match = await Changed(bench);
        var stage = (await StagesOf(bench, match))[0];
        var step = stage.Next!.Read();
        string? EndsWith(CodeChangeStep other) => Replay(match, stage with { Next = MatchCodeChanged.Of(1, 8, "v2", other) }, drift: 0).Difference;
        EndsWith(step).ShouldBeNull();
        EndsWith(step with { Label = "other" }).ShouldBe("tick 8: the code after was given another label");
        EndsWith(step with { Members = [] }).ShouldBe("tick 8: the code after was given another list of members");
        EndsWith(step with { State = new byte[8] }).ShouldBe("tick 8: the code after was given another state");
    }

    [Fact]
    public async Task chance_begins_anew_with_new_code()
    {
        await using var bench = new MatchBench();
        var match = await Changed(bench);
        await using var other = new MatchBench();
        var unchanged = await Changed(other, version: "v1");
        HashesOf(await bench.RecordOf(match)).Take(8).ShouldBe(HashesOf(await other.RecordOf(unchanged)).Take(8));
        HashesOf(await bench.RecordOf(match))[8].ShouldNotBe(HashesOf(await other.RecordOf(unchanged))[8]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_match_that_is_not_taken_over_goes_on_as_if_nothing_had_been_tried(bool isWritten)
    {
        await using var bench = new MatchBench();
        bench.Scripts.HandsOver = isWritten;
        bench.Scripts.Taking = () => Fault.Internal("not that one");
        var match = await Changed(bench);
        await using var other = new MatchBench();
        var unchanged = await Changed(other, version: "v1");
        (await bench.RecordOf(match)).ShouldNotContain(happened => happened is MatchCodeChanged);
        HashesOf(await bench.RecordOf(match)).ShouldBe(HashesOf(await other.RecordOf(unchanged)));
        bench.Scripts.Log.Contains("8 take over").ShouldBe(isWritten);
    }

    [Fact]
    public async Task code_that_throws_leaves_the_match_as_it_is()
    {
        await using var bench = new MatchBench();
        bench.Scripts.Taking = () => throw new InvalidOperationException("a bug of the adapter");
        var events = await bench.RecordOf(await Changed(bench));
        events.ShouldNotContain(happened => happened is MatchCodeChanged);
        events[^1].ShouldBe(new MatchEnded(MatchEnding.HandlerStopped, 21, ""));
    }

    [Fact]
    public async Task a_match_is_resumed_from_where_its_code_was_changed_without_the_code_of_before()
    {
        await using var game = new OutlivingGame();
        var first = await game.Restart();
        var match = first.Bench.Create();
        await first.Bench.Join(match, "ann");
        first.Bench.Ticks(8);
        first.Bench.Scripts.Change("v2", drift: 5);
        first.Bench.Ticks(100);
        await game.Crash(first);

        var second = game.Start();
        second.Bench.Scripts.Change("v2", drift: 5);
        await second.Resume();
        game.EventsOf(match).OfType<MatchResumed>().Single().ModuleVersion.ShouldBe("v2");
        second.Bench.Ticks(50);
        second.Bench.Scripts.Change("v3");
        second.Bench.Ticks(60);
        await game.Crash(second);

        var third = game.Start();
        third.Bench.Scripts.Change("v3");
        await third.Resume();
        third.Bench.Host.Get(match.ToString()).Value!.Size.ShouldBe(1);
        game.EventsOf(match).OfType<MatchCodeChanged>().Select(change => change.ModuleVersion).ShouldBe(["v2", "v3"]);
    }

    /// <summary>A match of 21 ticks whose code was changed after the eighth.</summary>
    static async Task<MatchKey> Changed(MatchBench bench, string version = "v2", long drift = 0)
    {
        var match = bench.Create();
        await bench.Join(match, "ann");
        bench.Ticks(5);
        bench.Say(match, "ann", "label open");
        bench.Ticks(2);
        bench.Scripts.Change(version, drift: 0);
        bench.Ticks(1);
        bench.Scripts.Drift = drift;
        bench.Ticks(3);
        bench.Say(match, "ann", "shout still here");
        bench.Ticks(9);
        bench.Say(match, "ann", "stop");
        bench.Ticks(1);
        return match;
    }

    static async Task<IReadOnlyList<MatchStage>> StagesOf(MatchBench bench, MatchKey match)
    {
        var events = await bench.RecordOf(match);
        return MatchStage.Of((MatchCreated)events[0], events.OfType<MatchEvent>());
    }

    static ReplayOutcome Replay(MatchKey match, MatchStage stage, long drift) => new MatchReplay(new TestScripts { Drift = drift }).Run(match.Id, stage).Value;

    static List<ulong> HashesOf(IReadOnlyList<object> events) =>
        [.. events.OfType<MatchInputsRecorded>().SelectMany(piece => MatchStepReader.Read(piece.Steps)).OfType<HashStep>().Select(step => step.Hash)];
}
