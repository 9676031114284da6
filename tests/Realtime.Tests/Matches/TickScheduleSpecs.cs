using KaosNet.Realtime.Matches.Ticking;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Realtime.Tests.Matches;

public class TickScheduleSpecs
{
    readonly FakeTimeProvider _time = new();
    readonly TickSchedule _schedule;

    public TickScheduleSpecs() => _schedule = new(_time);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(30)]
    [InlineData(59)]
    [InlineData(60)]
    public void whoever_asks_for_a_rate_runs_at_it_never_early_and_within_a_slot(int rate)
    {
        var period = _time.TimestampFrequency / rate;
        var slot = _time.TimestampFrequency / 2000;
        var match = new Played(period);
        var due = match.Due = _time.GetTimestamp() + period;
        match.Begin(_schedule, _time);
        for (var step = 0; step < 3 * 4000; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(0.25));
            if (!RunReady()) continue;
            match.Late.ShouldBeInRange(0, slot + (_time.TimestampFrequency / 4000));
            (match.Due - due).ShouldBe(period);
            due = match.Due;
        }

        match.Loops.ShouldBeInRange((3 * rate) - 1, 3 * rate);
    }

    [Fact]
    public void those_that_may_be_late_share_moments_and_are_never_early_nor_later_than_that()
    {
        var period = _time.TimestampFrequency / 10;
        var slot = _time.TimestampFrequency / 2000;
        Played[] matches = [.. Enumerable.Range(0, 200).Select(at => new Played(period) { Due = _time.GetTimestamp() + period + (at * period / 200), Slack = 8 * slot })];
        foreach (var match in matches) match.Begin(_schedule, _time);
        var moments = 0;
        for (var step = 0; step < 400; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(0.5));
            if (RunReady()) moments++;
        }

        matches.ShouldAllBe(match => match.Loops == 1 || match.Loops == 2);
        matches.ShouldAllBe(match => match.Skipped == 0 && match.Late >= 0 && match.Late < 9 * slot);
        moments.ShouldBeInRange(24, 27);
    }

    [Fact]
    public void thousands_that_are_due_at_one_moment_all_run_at_it_in_turn()
    {
        var period = _time.TimestampFrequency / 10;
        Played[] matches = [.. Enumerable.Range(0, 2000).Select(_ => new Played(period) { Due = _time.GetTimestamp() + period })];
        foreach (var match in matches) match.Begin(_schedule, _time);
        for (var round = 1; round <= 3; round++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            RunReady().ShouldBeTrue();
            matches.ShouldAllBe(match => match.Loops == round && match.Skipped == 0);
        }
    }

    [Fact]
    public void who_is_late_skips_what_it_missed_counts_it_and_stays_on_its_grid()
    {
        var period = _time.TimestampFrequency / 10;
        var match = new Played(period) { Due = _time.GetTimestamp() + period };
        match.Begin(_schedule, _time);
        _time.Advance(TimeSpan.FromMilliseconds(450));
        RunReady();
        (match.Loops, match.Skipped).ShouldBe((1, 3));
        _time.Advance(TimeSpan.FromMilliseconds(49));
        RunReady().ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        RunReady();
        (match.Loops, match.Skipped).ShouldBe((2, 3));
    }

    [Fact]
    public void who_runs_for_longer_than_its_period_gets_in_line_behind_the_others()
    {
        List<string> ran = [];
        var slow = new Told("slow", ran) { Due = 1 };
        var other = new Told("other", ran);
        _schedule.Wake(slow);
        var running = _schedule.Take(10)!;
        _schedule.Wake(other).ShouldBeTrue();
        _schedule.HandBack(running, running.Step(10), 20);
        RunReady();
        ran.ShouldBe(["slow", "other", "slow"]);
    }

    [Fact]
    public void who_is_woken_runs_once_and_its_timer_with_it()
    {
        List<string> ran = [];
        var match = new Told("match", ran) { Due = _time.GetTimestamp() + _time.TimestampFrequency };
        _schedule.Wake(match).ShouldBeTrue();
        _schedule.Wake(match).ShouldBeFalse();
        RunReady();
        _schedule.Wake(match).ShouldBeTrue();
        _schedule.Next.ShouldBe(Steppable.Finished, "who is ready needs no timer");
        _time.Advance(TimeSpan.FromSeconds(2));
        match.Due = Steppable.Finished;
        RunReady();
        ran.Count.ShouldBe(2);
    }

    [Fact]
    public void who_is_woken_while_it_runs_runs_again_and_never_twice_at_once()
    {
        List<string> ran = [];
        var match = new Told("match", ran);
        _schedule.Wake(match);
        var running = _schedule.Take(0)!;
        _schedule.Wake(match).ShouldBeFalse();
        _schedule.Take(0).ShouldBeNull();
        _schedule.HandBack(running, Steppable.Finished, 0);
        RunReady();
        ran.Count.ShouldBe(1);
        _schedule.HasReady.ShouldBeFalse();
        _schedule.Next.ShouldBe(Steppable.Finished);
    }

    /// <summary>A thread kept the time for a distant timer when another thread handed back a near one and slept: nobody woke for it.</summary>
    [Fact]
    public async Task the_time_is_kept_for_the_nearest_timer_whoever_armed_it()
    {
        using var loop = new TickLoop(new SlowClock(), workers: 1, spares: 1, NullLogger<TickLoop>.Instance);
        using var goOn = new ManualResetEventSlim();
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var distant = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = 0;
        loop.Wake(new Does(now =>
        {
            if (runs++ > 0) again.TrySetResult();
            else loop.StepAside(() => goOn.Wait(TimeSpan.FromSeconds(20)));
            return runs > 1 ? Steppable.Finished : now + 3;
        }));
        loop.Wake(new Does(now =>
        {
            distant.TrySetResult();
            return now + 1000;
        }));
        await distant.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        goOn.Set();
        await again.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    bool RunReady()
    {
        var any = false;
        while (_schedule.Take(_time.GetTimestamp()) is { } next)
        {
            any = true;
            _schedule.HandBack(next, next.Step(_time.GetTimestamp()), _time.GetTimestamp());
        }

        return any;
    }

    /// <summary>Keeps time as a match does.</summary>
    sealed class Played(long period) : Steppable
    {
        public long Due { get; set; }

        public int Loops { get; private set; }

        public long Skipped { get; private set; }

        public long Late { get; private set; }

        public void Begin(TickSchedule schedule, TimeProvider time)
        {
            schedule.Wake(this);
            var first = schedule.Take(time.GetTimestamp())!;
            schedule.HandBack(first, first.Step(time.GetTimestamp()), time.GetTimestamp());
        }

        protected internal override long Step(long now)
        {
            if (now < Due) return Due;
            var missed = (now - Due) / period;
            Late = now - Due;
            Skipped += missed;
            Loops++;
            return Due += (missed + 1) * period;
        }
    }

    sealed class Told(string name, List<string> ran) : Steppable
    {
        public long Due { get; set; } = Finished;

        protected internal override long Step(long now)
        {
            ran.Add(name);
            var due = Due;
            Due = Finished;
            return due;
        }
    }

    sealed class Does(Func<long, long> step) : Steppable
    {
        protected internal override long Step(long now) => step(now);
    }

    /// <summary>Ten timestamps a second, so that a turn of the wheel takes minutes.</summary>
    sealed class SlowClock : TimeProvider
    {
        public override long TimestampFrequency => 10;

        public override long GetTimestamp() => base.GetTimestamp() / (base.TimestampFrequency / 10);
    }

    [Fact]
    public void who_is_ready_can_be_seen_ahead_in_the_order_of_running()
    {
        var schedule = new TickSchedule(TimeProvider.System);
        Quiet[] all = [.. Enumerable.Range(0, 200).Select(_ => new Quiet())];
        foreach (var one in all[..40]) schedule.Wake(one);
        for (var at = 0; at < 30; at++) schedule.Take(0).ShouldBe(all[at]);
        foreach (var one in all[40..]) schedule.Wake(one);
        for (var at = 30; at < all.Length; at++)
        {
            schedule.Coming(1).ShouldBe(at + 1 < all.Length ? all[at + 1] : null);
            schedule.Take(0).ShouldBe(all[at]);
            schedule.Coming(0).ShouldBe(at + 1 < all.Length ? all[at + 1] : null);
        }

        (schedule.HasReady, schedule.Take(0)).ShouldBe((false, null));
    }

    sealed class Quiet : Steppable
    {
        protected internal override long Step(long now) => Finished;
    }
}
