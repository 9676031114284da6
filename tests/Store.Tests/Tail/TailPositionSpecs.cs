using KaosNet.Store.Tail;

namespace KaosNet.Store.Tests.Tail;

public class TailPositionSpecs
{
    readonly TailPosition position = new(start: 10);

    [Fact]
    public void what_the_server_commits_itself_is_not_read()
    {
        position.Committed([11, 12, 13]);
        position.Wanted.High.ShouldBe(13);
        position.Wanted.Gaps.ShouldBeEmpty();
        position.Read([11, 13, 14], oldestBefore: 5, nextAfter: 6).ShouldBe([false, false, true]);
    }

    [Fact]
    public void a_number_that_is_missing_is_asked_for_until_it_appears()
    {
        position.Committed([11, 14]);
        position.Wanted.ShouldSatisfyAllConditions(wanted => wanted.High.ShouldBe(14), wanted => wanted.Gaps.ShouldBe([12L, 13]));
        position.Read([], oldestBefore: 100, nextAfter: 110).ShouldBeEmpty();
        position.Read([13], oldestBefore: 105, nextAfter: 120).ShouldBe([true]);
        position.Wanted.Gaps.ShouldBe([12L]);
    }

    [Fact]
    public void a_gap_is_closed_once_nobody_is_left_who_could_fill_it()
    {
        position.Committed([12]);
        // Whoever drew 11 may be any transaction below 110.
        position.Read([], oldestBefore: 100, nextAfter: 110);
        position.Read([], oldestBefore: 109, nextAfter: 130);
        position.Wanted.Gaps.ShouldBe([11L]);
        position.Read([], oldestBefore: 110, nextAfter: 140);
        position.Wanted.Gaps.ShouldBeEmpty();
        position.GivenUp.ShouldBe(0);
    }

    [Fact]
    public void an_event_is_news_once_whoever_tells_of_it()
    {
        position.Read([11, 13], oldestBefore: 1, nextAfter: 2).ShouldBe([true, true]);
        position.Committed([12]);
        position.Read([12, 13], oldestBefore: 1, nextAfter: 2).ShouldBe([false, false]);
        position.Wanted.ShouldSatisfyAllConditions(wanted => wanted.High.ShouldBe(13), wanted => wanted.Gaps.ShouldBeEmpty());
    }

    [Fact]
    public void gaps_are_bounded_and_those_given_up_are_counted()
    {
        position.Committed([11 + TailPosition.GapsMax]);
        position.Wanted.Gaps.Length.ShouldBe(TailPosition.GapsMax);
        position.Committed([14 + TailPosition.GapsMax]);
        position.Wanted.Gaps.Length.ShouldBe(TailPosition.GapsMax);
        position.GivenUp.ShouldBe(2);
        position.Committed([1_000_000_000]);
        position.Wanted.Gaps.Length.ShouldBe(TailPosition.GapsMax);
    }
}
