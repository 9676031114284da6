using KaosNet.Realtime.Matches.Ticking;

namespace KaosNet.Realtime.Tests.Matches;

public class TimerWheelSpecs
{
    const long SlotLength = 10;
    const long Turn = TimerWheel.Slots * SlotLength;

    readonly TimerWheel _wheel = new(SlotLength, now: 0);

    [Fact]
    public void a_timer_rings_once_at_its_moment_and_not_before()
    {
        var timer = Armed(50);
        Rung(49).ShouldBeEmpty();
        Rung(50).ShouldBe([timer]);
        Rung(10 * Turn).ShouldBeEmpty();
        _wheel.Count.ShouldBe(0);
    }

    [Fact]
    public void between_two_slots_it_rings_with_the_later_one()
    {
        var timer = Armed(51);
        Rung(59).ShouldBeEmpty();
        Rung(60).ShouldBe([timer]);
    }

    [Fact]
    public void many_that_are_due_at_once_ring_together_in_the_order_in_which_they_were_armed()
    {
        Named[] timers = [.. Enumerable.Range(0, 5000).Select(_ => Armed(700))];
        Rung(699).ShouldBeEmpty();
        Rung(700).ShouldBe(timers);
    }

    [Fact]
    public void a_late_turn_rings_all_of_the_way_in_their_order()
    {
        var third = Armed(3000);
        var first = Armed(20);
        var second = Armed(700);
        Armed(3010);
        Rung(3009).ShouldBe([first, second, third]);
        _wheel.Count.ShouldBe(1);
    }

    [Fact]
    public void a_turn_that_is_late_by_many_rounds_rings_each_once_and_keeps_who_is_due_later()
    {
        Named[] timers = [.. Enumerable.Range(1, 3000).Select(i => Armed(i * SlotLength))];
        var later = Armed((7 * Turn) + SlotLength);
        Rung(7 * Turn).OrderBy(timer => timer.Name).ShouldBe(timers);
        Rung((7 * Turn) + SlotLength).ShouldBe([later]);
    }

    [Fact]
    public void what_is_due_turns_later_stays_while_the_wheel_comes_past()
    {
        var timer = Armed((3 * Turn) + 40);
        for (var turn = 0; turn < 3; turn++) Rung((turn * Turn) + 40).ShouldBeEmpty();
        Rung((3 * Turn) + 39).ShouldBeEmpty();
        Rung((3 * Turn) + 40).ShouldBe([timer]);
    }

    [Theory]
    [InlineData(SlotLength, 41, 50)]
    [InlineData(2 * SlotLength, 41, 60)]
    [InlineData(9 * SlotLength, 41, 80)]
    [InlineData(9 * SlotLength, 80, 80)]
    [InlineData(9 * SlotLength, 81, 160)]
    public void one_that_may_be_late_rings_at_a_moment_to_which_others_come_within_that_time(long slack, long due, long rings)
    {
        var timer = new Named(_names++);
        _wheel.Arm(timer, due, slack);
        _wheel.Next.ShouldBe(rings);
        Rung(rings - 1).ShouldBeEmpty();
        Rung(rings).ShouldBe([timer]);
    }

    [Fact]
    public void ones_that_are_woken_time_and_again_leave_no_gaps_behind_and_keep_their_order()
    {
        Named[] timers = [Armed(700), Armed(700), Armed(700)];
        for (var at = 0; at < 1000; at++)
        {
            _wheel.Disarm(timers[at % 2]);
            _wheel.Arm(timers[at % 2], 700);
            _wheel.PlacesOf(700).ShouldBeLessThanOrEqualTo(16);
        }

        Rung(700).ShouldBe([timers[2], timers[0], timers[1]]);
    }

    [Fact]
    public void what_is_past_rings_with_the_next_slot()
    {
        Rung(500);
        var timer = Armed(100);
        Rung(509).ShouldBeEmpty();
        Rung(510).ShouldBe([timer]);
    }

    [Fact]
    public void a_clock_that_stands_or_goes_back_rings_nothing()
    {
        Rung(500);
        Armed(520);
        Rung(500).ShouldBeEmpty();
        Rung(3).ShouldBeEmpty();
        _wheel.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void one_that_is_disarmed_does_not_ring_and_its_neighbours_do(int which)
    {
        Named[] timers = [Armed(50), Armed(50), Armed(50)];
        _wheel.Disarm(timers[which]);
        _wheel.Disarm(timers[which]);
        Rung(100).ShouldBe(timers.Where(timer => timer != timers[which]));
        _wheel.Arm(timers[which], 200);
        Rung(200).ShouldBe([timers[which]]);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(90)]
    public void one_that_is_armed_again_rings_only_at_the_new_moment(long due)
    {
        var timer = Armed(50);
        _wheel.Arm(timer, due);
        Rung(due - 1).ShouldBeEmpty();
        Rung(due).ShouldBe([timer]);
        Rung(Turn).ShouldBeEmpty();
    }

    [Fact]
    public void the_next_moment_is_that_of_the_earliest_timer()
    {
        _wheel.Next.ShouldBe(Steppable.Finished);
        Armed(Turn - SlotLength);
        _wheel.Next.ShouldBe(Turn - SlotLength);
        var early = Armed(41);
        _wheel.Next.ShouldBe(50);
        _wheel.Disarm(early);
        _wheel.Next.ShouldBe(Turn - SlotLength);
        Rung(Turn - SlotLength);
        // In a place that the wheel has to come round to.
        Armed(Turn + 5000);
        _wheel.Next.ShouldBe(Turn + 5000);
    }

    [Fact]
    public void the_next_moment_is_never_later_than_a_timer_of_a_later_turn()
    {
        Armed((5 * Turn) + 40);
        for (var now = 0L; now < (5 * Turn) + 40; now = _wheel.Next)
        {
            Rung(now).ShouldBeEmpty();
            _wheel.Next.ShouldBeGreaterThan(now);
            _wheel.Next.ShouldBeLessThanOrEqualTo((5 * Turn) + 40);
        }
    }

    [Fact]
    public void against_a_list_that_is_searched_it_rings_the_same_at_every_moment()
    {
        var random = new Random(11);
        var standing = new Dictionary<Named, long>();
        Named[] timers = [.. Enumerable.Range(0, 300).Select(_ => new Named(_names++))];
        for (var now = 0L; now < 4 * Turn; now += random.Next(random.Next(2) == 0 ? 40 : 900))
        {
            // Slots are turned over as a whole: what is due by the beginning of this one.
            var due = standing.Where(timer => timer.Value <= now / SlotLength * SlotLength).Select(timer => timer.Key).ToHashSet();
            Rung(now).ToHashSet().ShouldBe(due, ignoreOrder: true);
            foreach (var timer in due) standing.Remove(timer);
            for (var change = 0; change < 8; change++)
            {
                var timer = timers[random.Next(timers.Length)];
                if (random.Next(4) == 0)
                {
                    _wheel.Disarm(timer);
                    standing.Remove(timer);
                }
                else
                {
                    _wheel.Arm(timer, standing[timer] = now + SlotLength + random.Next(3 * (int)Turn / 2));
                }
            }

            _wheel.Count.ShouldBe(standing.Count);
        }
    }

    int _names;

    Named Armed(long due)
    {
        var timer = new Named(_names++);
        _wheel.Arm(timer, due);
        return timer;
    }

    List<Named> Rung(long now)
    {
        var rung = new Queue<Steppable>();
        _wheel.Turn(now, rung);
        return [.. rung.Cast<Named>()];
    }

    sealed class Named(int name) : Steppable
    {
        public int Name => name;

        public override string ToString() => $"timer {name}";

        protected internal override long Step(long now) => Finished;
    }
}
