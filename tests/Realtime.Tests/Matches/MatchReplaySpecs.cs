using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Replay;

namespace KaosNet.Realtime.Tests.Matches;

public class MatchReplaySpecs
{
    [Fact]
    public async Task a_match_runs_again_exactly()
    {
        var (bench, match) = await Played();
        await using var _ = bench;
        var outcome = await Replay(bench, match, new TestScripts());
        outcome.Difference.ShouldBeNull();
        outcome.Ticks.ShouldBe(160);
        outcome.ReplayVersion.ShouldBe(outcome.RecordedVersion);
    }

    [Fact]
    public async Task the_record_is_in_several_pieces_that_follow_each_other()
    {
        var (bench, match) = await Played();
        await using var _ = bench;
        var pieces = (await bench.RecordOf(match)).OfType<MatchInputsRecorded>().ToList();
        pieces.Count.ShouldBe(4);
        pieces.Select(piece => (piece.FromTick, piece.ToTick)).ShouldBe([(0, 11), (11, 61), (61, 111), (111, 160)]);
    }

    [Fact]
    public async Task a_game_that_behaves_differently_is_found_out_at_its_first_tick()
    {
        var (bench, match) = await Played();
        await using var _ = bench;
        (await Replay(bench, match, new TestScripts { Drift = 1 })).Difference!.ShouldStartWith("tick 1: the record's hash is ");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(25)]
    public async Task a_match_that_was_ended_by_force_runs_again_as_far_as_it_came(int stamina)
    {
        await using var bench = new MatchBench();
        var match = bench.Create();
        await bench.Join(match, "ann");
        bench.Ticks(3);
        bench.Say(match, "ann", "run");
        bench.Ticks(1);
        (await bench.RecordOf(match)).OfType<MatchEnded>().Single().Ending.ShouldBe(MatchEnding.HandlerFailed);
        (await Replay(bench, match, new TestScripts { Stamina = stamina })).Difference.ShouldBeNull();
        (await Replay(bench, match, new TestScripts { Stamina = 9 })).Difference.ShouldNotBeNull();
    }

    [Fact]
    public async Task answers_from_outside_come_from_the_record()
    {
        var (bench, match) = await Played(refuses: true);
        await using var _ = bench;
        var calls = 0;
        var again = new TestScripts
        {
            Perform = _ =>
            {
                calls++;
                return ValueTask.FromResult<Answer<byte[]>>(new byte[] { 99 });
            },
        };
        (await Replay(bench, match, again)).Difference.ShouldBeNull();
        calls.ShouldBe(0);
    }

    [Fact]
    public async Task calls_that_are_missing_from_the_record_are_a_difference()
    {
        var (bench, match) = await Played();
        await using var _ = bench;
        var events = await bench.RecordOf(match);
        var without = events.OfType<MatchInputsRecorded>().Select(piece =>
        {
            var writer = new MatchStepWriter();
            foreach (var step in MatchStepReader.Read(piece.Steps).Where(step => step is not EffectStep)) writer.Write(step);
            return piece with { Steps = writer.Take() };
        });
        new MatchReplay(new TestScripts()).Run(match.Id, (MatchCreated)events[0], without).Value.Difference
            .ShouldBe("tick 11: the match calls score_write, which it did not do when it was played");
    }

    [Fact]
    public async Task an_unknown_handler_cannot_be_replayed()
    {
        var (bench, match) = await Played();
        await using var _ = bench;
        var created = (MatchCreated)(await bench.RecordOf(match))[0] with { Handler = "gone" };
        new MatchReplay(bench.Scripts).Run(match.Id, created, []).Fault!.Code.ShouldBe(FaultCode.NotFound);
    }

    static async Task<(MatchBench Bench, MatchKey Match)> Played(bool refuses = false)
    {
        var bench = new MatchBench();
        if (refuses) bench.Scripts.Perform = _ => ValueTask.FromResult<Answer<byte[]>>(Fault.NotFound("Leaderboard not found."));
        var match = bench.Create();
        await bench.Join(match, "ann");
        await bench.Join(match, "bob", "no");
        bench.Ticks(10);
        bench.Say(match, "ann", "score 10");
        bench.Say(match, "ann", "shout hello");
        bench.Ticks(70);
        await bench.Join(match, "bob");
        var signalling = bench.Host.Signal(match.ToString(), "ping");
        bench.Hand.RunReady();
        await signalling;
        bench.Say(match, "bob", "later 200");
        bench.Say(match, "bob", "label closed");
        bench.Ticks(79);
        bench.Host.Presences(match, [], [MatchBench.Player("ann") with { Reason = PresenceReason.Leave }]);
        bench.Say(match, "bob", "stop");
        bench.Ticks(5);
        return (bench, match);
    }

    static async Task<ReplayOutcome> Replay(MatchBench bench, MatchKey match, TestScripts scripts)
    {
        var events = await bench.RecordOf(match);
        return new MatchReplay(scripts).Run(match.Id, (MatchCreated)events[0], events.OfType<MatchInputsRecorded>()).Value;
    }
}
