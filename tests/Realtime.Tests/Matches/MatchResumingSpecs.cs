using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Replay;
using KaosNet.Tests.Support;

namespace KaosNet.Realtime.Tests.Matches;

/// <summary>A match outlives its server. Servers of these specs share the records, and end without a word unless a spec says otherwise.</summary>
public class MatchResumingSpecs
{
    [Fact]
    public async Task a_match_goes_on_from_the_last_tick_that_is_recorded()
    {
        await using var game = new OutlivingGame();
        var match = await PlayedUntilCrash(game);
        var second = await game.Restart();
        second.Bench.Host.Count.ShouldBe(1);
        second.Bench.Host.Get(match.ToString()).Value!.Label.ShouldBe("closed");
        second.Bench.Scripts.Log[^1].ShouldBe("52 loop 0");
        second.Bench.Ticks(1);
        second.Bench.Scripts.Log[^1].ShouldBe("53 loop 0");
        game.EventsOf(match).OfType<MatchResumed>().ShouldBe([new(second.Bench.Run.Id, 53, "v1")]);
    }

    [Fact]
    public async Task a_match_that_outlived_servers_runs_again_from_its_record()
    {
        await using var game = new OutlivingGame();
        var match = await PlayedUntilCrash(game);
        var second = await game.Restart();
        await second.Bench.Join(match, "ann");
        second.Bench.Say(match, "ann", "score 3");
        second.Bench.Ticks(70);
        await game.Crash(second);
        var third = await game.Restart();
        await third.Bench.Join(match, "bob");
        third.Bench.Ticks(10);
        third.Bench.Say(match, "bob", "stop");
        third.Bench.Ticks(5);

        var events = await third.Bench.RecordOf(match);
        var outcome = new MatchReplay(new TestScripts()).Run(match.Id, (MatchCreated)events[0], events.OfType<MatchInputsRecorded>()).Value;
        outcome.Difference.ShouldBeNull();
        outcome.Ticks.ShouldBe(((MatchEnded)events[^1]).Ticks);
        events.OfType<MatchResumed>().Count().ShouldBe(2);
    }

    [Fact]
    public async Task nothing_is_done_twice_while_it_is_run_again()
    {
        await using var game = new OutlivingGame();
        var first = game.Start();
        var match = await Played(first, ticks: 67);
        var seen = first.Bench.Audience.Seen.Count;
        seen.ShouldBeGreaterThan(0);
        await game.Crash(first);

        var second = game.Start();
        var calls = 0;
        second.Bench.Scripts.Perform = _ =>
        {
            calls++;
            return ValueTask.FromResult<Answer<byte[]>>(new byte[] { 7 });
        };
        await second.Resume();
        (calls, second.Bench.Audience.Seen.Count).ShouldBe((0, 0));
        second.Bench.Say(match, "ann", "score 1");
        second.Bench.Say(match, "ann", "shout on we go");
        second.Bench.Ticks(1);
        (calls, second.Bench.Audience.Seen.Single()).ShouldBe((1, "1 on we go from ann to session-ann"));
    }

    [Fact]
    public async Task what_a_match_does_outside_is_recorded_within_a_quarter_of_a_second()
    {
        await using var game = new OutlivingGame();
        var first = game.Start();
        var match = first.Bench.Create();
        await first.Bench.Join(match, "ann");
        first.Bench.Ticks(5);
        first.Bench.Say(match, "ann", "score 1");
        first.Bench.Ticks(3);
        await game.Crash(first);
        var steps = game.EventsOf(match).OfType<MatchInputsRecorded>().SelectMany(piece => MatchStepReader.Read(piece.Steps));
        steps.OfType<EffectStep>().Single().Function.ShouldBe("score_write");
    }

    [Fact]
    public async Task players_come_back_with_new_sessions()
    {
        await using var game = new OutlivingGame();
        var match = await PlayedUntilCrash(game);
        var second = await game.Restart();
        second.Bench.Host.Get(match.ToString()).Value!.Size.ShouldBe(1);
        var again = new MatchPresence("user-ann", "session-new", "ann", "node");
        var joining = second.Bench.Host.Join(match, again, OutlivingGame.Nothing, CancellationToken.None);
        second.Bench.Hand.RunReady();
        (await joining).Value!.Accepted.ShouldBeTrue();
        second.Bench.Scripts.Log.TakeLast(3).ShouldBe(["53 leave annDisconnect", "53 attempt ann", "53 join annUnknown"]);
        second.Bench.Host.Get(match.ToString()).Value!.Size.ShouldBe(1);
    }

    [Fact]
    public async Task who_does_not_come_back_in_time_has_left()
    {
        await using var game = new OutlivingGame();
        var match = await PlayedUntilCrash(game);
        var second = await game.Restart(new() { RejoinDeadline = TimeSpan.FromSeconds(3) });
        second.Bench.Ticks(29);
        second.Bench.Host.Get(match.ToString()).Value!.Size.ShouldBe(1);
        second.Bench.Ticks(2);
        second.Bench.Host.Get(match.ToString()).Value!.Size.ShouldBe(0);
        second.Bench.Scripts.Log.ShouldContain("83 leave annDisconnect");
    }

    [Fact]
    public async Task a_session_that_lived_on_elsewhere_stays_in_the_match()
    {
        await using var game = new OutlivingGame();
        var match = await PlayedUntilCrash(game);
        var second = await game.Restart(new() { RejoinDeadline = TimeSpan.FromSeconds(3) });
        second.Bench.Host.Presences(match, [MatchBench.Player("ann")], []);
        second.Bench.Ticks(100);
        second.Bench.Host.Get(match.ToString()).Value!.Size.ShouldBe(1);
    }

    [Fact]
    public async Task who_joins_meanwhile_waits_for_the_match()
    {
        await using var game = new OutlivingGame();
        var match = await PlayedUntilCrash(game);
        var second = game.Start();
        var left = await second.Resumer.Look(CancellationToken.None);
        var joining = second.Bench.Host.Join(match, MatchBench.Player("bob"), OutlivingGame.Nothing, CancellationToken.None).AsTask();
        var signalling = second.Bench.Host.Signal(match.ToString(), "hello").AsTask();
        joining.IsCompleted.ShouldBeFalse();
        await second.Resumer.Resume(left, CancellationToken.None);
        await Eventually.Is(() =>
        {
            second.Bench.Hand.RunReady();
            return joining.IsCompleted && signalling.IsCompleted;
        });
        (await joining).Value!.Accepted.ShouldBeTrue();
        (await signalling).Value.ShouldBe("hello!");
    }

    [Fact]
    public async Task a_match_of_a_living_run_is_left_alone()
    {
        await using var game = new OutlivingGame();
        var first = game.Start();
        await first.Resume();
        var match = await Played(first, ticks: 67);
        await Eventually.Is(() => game.EventsOf(match).Count > 1);

        var second = await game.Restart();
        second.Bench.Host.Count.ShouldBe(0);
        (await second.Bench.Host.Join(match, MatchBench.Player("bob"), OutlivingGame.Nothing, CancellationToken.None)).Value.ShouldBeNull();
        first.Bench.Ticks(50);
        await Eventually.Is(() => game.EventsOf(match).OfType<MatchInputsRecorded>().Last().ToTick == 103);
    }

    [Fact]
    public async Task a_match_that_was_taken_over_ends_where_it_must_not_go_on()
    {
        await using var game = new OutlivingGame();
        var first = game.Start();
        var match = await Played(first, ticks: 67);
        await Eventually.Is(() => game.EventsOf(match).Count > 1);

        // It never said that it is alive, as when the database lost sight of it.
        var second = await game.Restart();
        second.Bench.Host.Count.ShouldBe(1);
        await Eventually.Is(() =>
        {
            first.Bench.Ticks(51);
            return first.Bench.Host.Count == 0;
        });
        first.Bench.Audience.Seen.ShouldContain("disconnect ann");
        game.EventsOf(match)[^1].ShouldBeOfType<MatchResumed>();
    }

    [Fact]
    public async Task a_match_that_goes_another_way_than_recorded_ends()
    {
        await using var game = new OutlivingGame();
        var match = await PlayedUntilCrash(game);
        var second = game.Start();
        second.Bench.Scripts.Drift = 1;
        await second.Resume();
        second.Bench.Host.Count.ShouldBe(0);
        var end = game.EventsOf(match)[^1].ShouldBeOfType<MatchEnded>();
        (end.Ending, end.Ticks).ShouldBe((MatchEnding.NotResumed, 53));
        end.Detail.ShouldStartWith("it went another way than recorded: tick 1: the record's hash is ");
        (await second.Bench.Host.Join(match, MatchBench.Player("ann"), OutlivingGame.Nothing, CancellationToken.None)).Value.ShouldBeNull();
        second.Bench.Scripts.Log[^1].ShouldBe("disposed");
    }

    [Fact]
    public async Task a_match_whose_module_is_gone_ends()
    {
        await using var game = new OutlivingGame();
        var match = await PlayedUntilCrash(game);
        var second = game.Start();
        second.Bench.Scripts.Handler = "another";
        await second.Resume();
        game.EventsOf(match)[^1].ShouldBe(new MatchEnded(MatchEnding.NotResumed, 53, "no match handler has the name test any more"));
    }

    [Fact]
    public async Task a_match_that_takes_too_long_ends()
    {
        await using var game = new OutlivingGame();
        var first = game.Start();
        var match = await Played(first, ticks: 300);
        await game.Crash(first);

        var second = await game.Restart(new() { ResumeDeadline = TimeSpan.FromSeconds(-1) });
        game.EventsOf(match)[^1].ShouldBeOfType<MatchEnded>().Detail.ShouldStartWith("running it again took longer than ");
    }

    [Fact]
    public async Task a_damaged_record_ends_its_match_and_no_other()
    {
        await using var game = new OutlivingGame();
        var first = game.Start();
        var (damaged, whole) = (await Played(first, ticks: 67), await Played(first, ticks: 67));
        await game.Crash(first);
        game.Damage(damaged);

        var second = await game.Restart();
        second.Bench.Host.Get(whole.ToString()).Value.ShouldNotBeNull();
        game.EventsOf(damaged)[^1].ShouldBeOfType<MatchEnded>().Detail.ShouldStartWith("its record cannot be read: ");
    }

    [Fact]
    public async Task a_match_that_ended_with_its_server_is_over()
    {
        await using var game = new OutlivingGame();
        var first = game.Start();
        var match = await Played(first, ticks: 67);
        first.Bench.Say(match, "ann", "stop");
        first.Bench.Ticks(1);
        await first.Bench.RecordOf(match);
        await game.Crash(first);
        game.LoseEnd(match);

        var second = await game.Restart();
        second.Bench.Host.Count.ShouldBe(0);
        game.EventsOf(match)[^1].ShouldBe(new MatchEnded(MatchEnding.HandlerStopped, 68, ""));
    }

    [Fact]
    public async Task a_match_of_which_only_the_beginning_is_recorded_begins_once_more()
    {
        await using var game = new OutlivingGame();
        var first = game.Start();
        var match = first.Bench.Create();
        await Eventually.Is(() => game.EventsOf(match).Count == 1);
        await game.Crash(first);

        var second = await game.Restart();
        second.Bench.Ticks(60);
        await Eventually.Is(() => game.EventsOf(match).OfType<MatchInputsRecorded>().Any());
        second.Bench.Host.Get(match.ToString()).Value!.Label.ShouldBe("start");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    public async Task a_server_that_stops_in_peace_loses_no_tick(int grace, bool told)
    {
        await using var game = new OutlivingGame();
        var first = game.Start();
        var match = await Played(first, ticks: 67);
        var stopping = first.Bench.Host.Stop(grace, CancellationToken.None);
        first.Bench.Ticks(grace * 10);
        await stopping;
        first.Bench.Scripts.Log.Contains($"67 terminate {grace}").ShouldBe(told);
        await game.Crash(first);
        game.EventsOf(match)[^1].ShouldBeOfType<MatchInputsRecorded>();

        var second = await game.Restart();
        second.Bench.Ticks(1);
        second.Bench.Scripts.Log[^1].ShouldBe($"{67 + (grace * 10)} loop 0");
    }

    [Fact]
    public async Task where_matches_end_with_their_server_those_that_were_killed_have_an_end_too()
    {
        await using var game = new OutlivingGame();
        var match = await PlayedUntilCrash(game);
        var second = await game.Restart(new() { Resumes = false });
        second.Bench.Host.Count.ShouldBe(0);
        game.EventsOf(match)[^1].ShouldBe(new MatchEnded(MatchEnding.ServerStopped, 53, "its server was killed"));
    }

    /// <summary>Ann plays for 67 ticks, 53 of which are recorded when the server is killed.</summary>
    static async Task<MatchKey> PlayedUntilCrash(OutlivingGame game)
    {
        var server = game.Start();
        var match = await Played(server, ticks: 67);
        await game.Crash(server);
        return match;
    }

    /// <summary>Ann plays for a while.</summary>
    static async Task<MatchKey> Played(OutlivedServer server, int ticks)
    {
        var match = server.Bench.Create();
        await server.Bench.Join(match, "ann");
        server.Bench.Say(match, "ann", "score 10");
        server.Bench.Say(match, "ann", "label closed");
        server.Bench.Say(match, "ann", "shout hello");
        server.Bench.Ticks(ticks);
        return match;
    }
}
