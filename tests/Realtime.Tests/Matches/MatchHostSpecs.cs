using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Tests.Support;

namespace KaosNet.Realtime.Tests.Matches;

public class MatchHostSpecs
{
    [Theory]
    [InlineData("other", "{}", "error creating match: not found")]
    [InlineData("broken", "{}", "does not compile")]
    [InlineData("test", "fail", "no board")]
    [InlineData("test", "too fast", "Match tick rate must be between 1 and 60")]
    [InlineData("test", "label too long", "match label too long, must be 0-2048 bytes")]
    public async Task a_match_that_cannot_start_is_refused_with_the_reason(string handler, string parameters, string text)
    {
        await using var bench = new MatchBench();
        bench.Host.Create(handler, parameters).Fault!.Message.ShouldBe(text);
        bench.Host.Count.ShouldBe(0);
    }

    [Fact]
    public async Task the_first_loop_runs_one_period_after_the_start()
    {
        await using var bench = new MatchBench();
        var match = bench.Create();
        bench.Hand.Advance(TimeSpan.FromMilliseconds(99));
        bench.Scripts.Log.ShouldBeEmpty();
        bench.Hand.Advance(TimeSpan.FromMilliseconds(1));
        bench.Ticks(2);
        bench.Scripts.Log.ShouldBe(["0 loop 0", "1 loop 0", "2 loop 0"]);
        bench.Host.Get(match.ToString()).Value.ShouldBe(new MatchSummary(match.ToString(), true, "start", 0, 10, "test"));
    }

    [Theory]
    [InlineData("nonsense", "match id invalid")]
    [InlineData("886313e1-3b8a-5372-9b90-0c9aee199e5d.a.b", "match id invalid")]
    public async Task a_match_id_must_be_one(string id, string text)
    {
        await using var bench = new MatchBench();
        bench.Host.Get(id).Fault!.Message.ShouldBe(text);
        (await bench.Host.Signal(id, "")).Fault!.Message.ShouldBe(text);
    }

    [Fact]
    public async Task who_is_accepted_is_on_the_list_and_learns_who_else_is()
    {
        await using var bench = new MatchBench();
        var match = bench.Create();
        (await bench.Join(match, "ann"))!.Members.ShouldBeEmpty();
        var bob = (await bench.Join(match, "bob"))!;
        bob.Members.ShouldBe([MatchBench.Player("ann")]);
        bob.Label.ShouldBe("start");
        (await bench.Join(match, "bob"))!.Members.Count.ShouldBe(2);
        bench.Scripts.Log.ShouldBe(["0 attempt ann", "0 join annUnknown", "0 attempt bob", "0 join bobUnknown"]);
    }

    [Theory]
    [InlineData("no", "not you")]
    [InlineData("no reason", "")]
    public async Task who_is_refused_is_told_why(string say, string reason)
    {
        await using var bench = new MatchBench();
        var answer = (await bench.Join(bench.Create(), "ann", say))!;
        (answer.Accepted, answer.Reason).ShouldBe((false, reason));
        bench.Host.Count.ShouldBe(1);
    }

    [Fact]
    public async Task nobody_joins_a_match_that_is_not_there()
    {
        await using var bench = new MatchBench();
        (await bench.Join(new(Guid.Empty, "node"), "ann")).ShouldBeNull();
        (await bench.Join(bench.Create() with { Node = "other" }, "ann")).ShouldBeNull();
    }

    [Fact]
    public async Task too_many_join_attempts_are_refused_and_the_match_lives()
    {
        await using var bench = new MatchBench(new() { JoinAttemptQueueSize = 2 });
        var match = bench.Create();
        var request = new JoinRequest(new Dictionary<string, string>(), new Dictionary<string, string>(), 0, "", "");
        var waiting = Enumerable.Range(0, 2).Select(i => bench.Host.Join(match, MatchBench.Player("p" + i), request, CancellationToken.None)).ToArray();
        (await bench.Host.Join(match, MatchBench.Player("one more"), request, CancellationToken.None)).Fault!.Message
            .ShouldBe("Match is not currently accepting join requests");
        bench.Hand.RunReady();
        foreach (var joining in waiting) (await joining).Value!.Accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task an_attempt_that_is_not_answered_in_time_is_refused()
    {
        await using var bench = new MatchBench();
        var match = bench.Create();
        var request = new JoinRequest(new Dictionary<string, string>(), new Dictionary<string, string>(), 0, "", "");
        using var gone = new CancellationTokenSource();
        var joining = bench.Host.Join(match, MatchBench.Player("ann"), request, gone.Token);
        await gone.CancelAsync();
        (await joining).Value!.Accepted.ShouldBeFalse();
        bench.Hand.RunReady();
        bench.Scripts.Log.ShouldBeEmpty("a session that is gone is refused without asking the handler");
    }

    [Fact]
    public async Task leaving_is_told_once_and_only_for_members()
    {
        await using var bench = new MatchBench();
        var match = bench.Create();
        await bench.Join(match, "ann");
        var left = MatchBench.Player("ann") with { Reason = PresenceReason.Disconnect };
        bench.Host.Presences(match, [], [left, MatchBench.Player("stranger")]);
        bench.Host.Presences(match, [], [left]);
        bench.Hand.RunReady();
        bench.Scripts.Log[^1].ShouldBe("0 leave annDisconnect");
        bench.Scripts.Log.Count.ShouldBe(3);
    }

    [Fact]
    public async Task who_never_arrives_is_taken_off_the_list()
    {
        await using var bench = new MatchBench(new() { JoinMarkerDeadline = TimeSpan.FromSeconds(15) });
        var match = bench.Create();
        await bench.Join(match, "ann", arrives: false);
        await bench.Join(match, "bob");
        bench.Ticks(299);
        bench.Host.Get(match.ToString()).Value!.Size.ShouldBe(2);
        bench.Ticks(1);
        bench.Host.Get(match.ToString()).Value!.Size.ShouldBe(1);
        bench.Scripts.Log[^1].ShouldBe("300 leave annUnknown");
    }

    [Fact]
    public async Task messages_beyond_the_queue_are_dropped()
    {
        await using var bench = new MatchBench(new() { InputQueueSize = 3 });
        var match = bench.Create();
        for (var i = 0; i < 5; i++) bench.Say(match, "ann", "nothing");
        bench.Ticks(2);
        bench.Scripts.Log.ShouldBe(["0 loop 3", "1 loop 0"]);
    }

    [Fact]
    public async Task too_many_calls_stop_the_match_and_disconnect_its_members()
    {
        await using var bench = new MatchBench(new() { CallQueueSize = 2 });
        var match = bench.Create();
        await bench.Join(match, "ann");
        for (var i = 0; i < 3; i++) bench.Host.Presences(match, [MatchBench.Player("ann")], []);
        bench.Hand.RunReady();
        bench.Audience.Seen.ShouldBe(["close", "disconnect ann"]);
        ((MatchEnded)(await bench.RecordOf(match))[^1]).Ending.ShouldBe(MatchEnding.TooSlow);
    }

    [Fact]
    public async Task the_dispatcher_sends_to_all_some_or_nobody()
    {
        await using var bench = new MatchBench(new() { DeferredQueueSize = 2 });
        var match = bench.Create();
        await bench.Join(match, "ann");
        foreach (var words in new[] { "later 3", "shout hi", "whisper psst", "nobody x", "kick me", "label open" }) bench.Say(match, "ann", words);
        bench.Ticks(1);
        bench.Audience.Seen.ShouldBe(
        [
            "1 hi from ann to session-ann", "2 psst from  to session-ann", "kick ann", "4  from  to session-ann", "4  from  to session-ann",
        ]);
        bench.Scripts.Log[^1].ShouldBe("error deferring message broadcast: too many deferred message broadcasts per tick");
        bench.Host.Get(match.ToString()).Value!.Label.ShouldBe("open");
        bench.Say(match, "ann", "label " + new string('x', 2049));
        bench.Ticks(1);
        bench.Scripts.Log[^1].ShouldBe("error updating match label: match label too long, must be 0-2048 bytes");
    }

    [Theory]
    [InlineData("stop", MatchEnding.HandlerStopped, "close")]
    [InlineData("fail", MatchEnding.HandlerFailed, "close,disconnect ann")]
    [InlineData("throw", MatchEnding.HandlerFailed, "close,disconnect ann")]
    public async Task a_handler_can_end_its_match(string words, MatchEnding ending, string seen)
    {
        await using var bench = new MatchBench();
        var match = bench.Create();
        await bench.Join(match, "ann");
        bench.Say(match, "ann", words);
        bench.Ticks(2);
        string.Join(",", bench.Audience.Seen).ShouldBe(seen);
        bench.Scripts.Log[^1].ShouldBe("disposed");
        bench.Host.Get(match.ToString()).Value.ShouldBeNull();
        ((MatchEnded)(await bench.RecordOf(match))[^1]).Ending.ShouldBe(ending);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("fail")]
    public async Task a_match_that_ends_in_an_attempt_refuses_it(string say)
    {
        await using var bench = new MatchBench();
        (await bench.Join(bench.Create(), "ann", say))!.Accepted.ShouldBeFalse();
        bench.Host.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("hello", "hello!", null)]
    [InlineData("fail", null, "match busy")]
    [InlineData("stop", null, "match busy")]
    public async Task a_signal_is_answered(string data, string? answer, string? refusal)
    {
        await using var bench = new MatchBench();
        var match = bench.Create();
        var signalling = bench.Host.Signal(match.ToString(), data);
        bench.Hand.RunReady();
        var got = await signalling;
        got.Fault?.Message.ShouldBe(refusal);
        if (got.Fault is null) got.Value.ShouldBe(answer);
    }

    [Fact]
    public async Task a_signal_too_many_is_refused()
    {
        await using var bench = new MatchBench(new() { SignalQueueSize = 1 });
        var match = bench.Create();
        var first = bench.Host.Signal(match.ToString(), "a");
        (await bench.Host.Signal(match.ToString(), "b")).Fault!.Message.ShouldBe("match busy");
        bench.Hand.RunReady();
        (await first).Value.ShouldBe("a!");
        (await bench.Host.Signal(new MatchKey(match.Id, "").ToString(), "c")).Fault!.Message.ShouldBe("match not found");
    }

    [Fact]
    public async Task an_empty_match_stops_when_told_so()
    {
        await using var bench = new MatchBench(new() { MaxEmptySeconds = 2 });
        var match = bench.Create();
        bench.Ticks(19);
        bench.Host.Count.ShouldBe(1);
        bench.Ticks(1);
        bench.Host.Count.ShouldBe(0);
        ((MatchEnded)(await bench.RecordOf(match))[^1]).ShouldBe(new MatchEnded(MatchEnding.LeftEmpty, 20, ""));
    }

    [Fact]
    public async Task without_a_grace_matches_stop_untold()
    {
        await using var bench = new MatchBench();
        bench.Create();
        var stopping = bench.Host.Stop(0, CancellationToken.None);
        bench.Hand.RunReady();
        await stopping;
        bench.Scripts.Log.ShouldBe(["disposed"]);
        bench.Host.Create("test", "{}").Fault!.Message.ShouldBe("shutdown in progress");
    }

    [Theory]
    [InlineData(true, "terminate 3,disposed")]
    [InlineData(false, "terminate 3,loop 0,loop 0,disposed")]
    public async Task with_a_grace_handlers_are_told_and_may_go_on_for_so_long(bool stopsWhenTold, string log)
    {
        await using var bench = new MatchBench();
        bench.Scripts.StopsWhenTold = stopsWhenTold;
        bench.Scripts.TickRate = 1;
        bench.Create();
        bench.Hand.Advance(TimeSpan.FromSeconds(0.5));
        var stopping = bench.Host.Stop(3, CancellationToken.None);
        bench.Hand.RunReady();
        bench.Hand.Advance(TimeSpan.FromSeconds(2.9));
        bench.Host.Count.ShouldBe(stopsWhenTold ? 0 : 1);
        bench.Hand.Advance(TimeSpan.FromSeconds(0.1));
        await stopping;
        string.Join(",", bench.Scripts.Log.Select(line => line == "disposed" ? line : line[2..])).ShouldBe(stopsWhenTold ? log : "terminate 3,loop 0,loop 0,loop 0,disposed");
    }

    [Fact]
    public async Task while_the_database_is_away_a_match_goes_on_until_the_bound()
    {
        await using var bench = new MatchBench(new() { RecordingQueueBytes = 2000, RecordingInterval = TimeSpan.FromSeconds(1) });
        var match = bench.Create();
        bench.Journal.IsAway = true;
        bench.Ticks(20);
        bench.Host.Count.ShouldBe(1);
        bench.Ticks(200);
        bench.Host.Count.ShouldBe(0);
        bench.Journal.IsAway = false;
        ((MatchEnded)(await bench.RecordOf(match))[^1]).Ending.ShouldBe(MatchEnding.RecordingFellBehind);
    }

    [Fact]
    public async Task a_match_with_real_threads_keeps_its_rate_beside_one_that_waits()
    {
        using var loop = new TickLoop(TimeProvider.System, workers: 1, spares: 2, Microsoft.Extensions.Logging.Abstractions.NullLogger<TickLoop>.Instance);
        await using var bench = new MatchBench(loop: loop);
        var slow = new TaskCompletionSource<Answer<byte[]>>();
        bench.Scripts.Perform = _ => new(slow.Task);
        var waiting = bench.Create();
        var other = bench.Create();
        bench.Say(waiting, "ann", "score 1");
        var before = 0;
        await Eventually.Is(() =>
        {
            lock (bench.Scripts.Log) before = bench.Scripts.Log.Count;
            return before > 15;
        });
        loop.Threads.ShouldBeLessThanOrEqualTo(3);
        slow.SetResult(new byte[] { 1 });
        bench.Host.Get(other.ToString()).Value.ShouldNotBeNull();
        await bench.Host.Stop(0, CancellationToken.None);
        bench.Host.Count.ShouldBe(0);
    }
}
