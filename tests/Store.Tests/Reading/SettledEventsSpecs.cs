using KaosNet.Store.Reading;

namespace KaosNet.Store.Tests.Reading;

public sealed class SettledEventsSpecs : IDisposable
{
    readonly SettledEvents _settled = new(null!);

    [Fact]
    public void everything_stands_while_nobody_has_a_number()
    {
        _settled.Take(7, [1, 2, 4, 7], []);
        _settled.Known.ShouldBe(7);
    }

    [Fact]
    public void what_has_no_gap_before_it_stands_whoever_writes()
    {
        _settled.Take(4, [1, 2, 4], ["1/1"]);
        _settled.Known.ShouldBe(2);
        _settled.Take(5, [3, 4, 5], ["2/9"]);
        _settled.Known.ShouldBe(5);
    }

    [Fact]
    public void a_gap_stands_when_all_are_over_who_had_numbers_when_it_was_seen()
    {
        _settled.Take(4, [1, 2, 4], ["1/1", "2/1"]);
        _settled.Take(9, [4, 6, 9], ["2/1", "3/1"]);
        _settled.Known.ShouldBe(2);
        // New ones have come meanwhile; they cannot have drawn a number below the one that was there.
        _settled.Take(9, [4, 6, 9], ["3/1", "1/2"]);
        _settled.Known.ShouldBe(4);
        _settled.Take(9, [6, 9], ["1/2"]);
        _settled.Known.ShouldBe(4);
        _settled.Take(12, [6, 9, 12], ["4/4"]);
        _settled.Known.ShouldBe(9);
    }

    public void Dispose() => _settled.Dispose();
}
