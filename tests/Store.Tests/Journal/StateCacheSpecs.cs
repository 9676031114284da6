using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Chain;
using KaosNet.Store.Journal;

namespace KaosNet.Store.Tests.Journal;

public class StateCacheSpecs
{
    [Fact]
    public void large_states_push_others_out_long_before_their_number_does()
    {
        var cache = new StateCache(statesMax: 1000, bytesMax: 100_000);
        for (var number = 0; number < 100; number++) cache.Keep(NameOf(number), new(new Large(10_000), 1, 0, StreamHead.None));
        cache.Count.ShouldBeInRange(5, 10);
        cache.Find(NameOf(99)).ShouldNotBeNull();
        cache.Find(NameOf(0)).ShouldBeNull();
    }

    [Fact]
    public void a_state_that_grows_weighs_more()
    {
        var cache = new StateCache(statesMax: 1000, bytesMax: 100_000);
        for (var number = 0; number < 10; number++) cache.Keep(NameOf(number), new(new Large(10), 1, 0, StreamHead.None));
        for (var number = 0; number < 10; number++) cache.Keep(NameOf(number), new(new Large(20_000), 2, 0, StreamHead.None));
        cache.Count.ShouldBeLessThan(20);
        cache.Find(NameOf(9))!.Version.ShouldBe(2);
    }

    [Fact]
    public void a_state_that_is_replaced_in_its_size_takes_no_more_room()
    {
        var cache = new StateCache(statesMax: 1000, bytesMax: 100_000);
        cache.Keep("first", new(new Large(10_000), 1, 0, StreamHead.None));
        for (var version = 1; version < 1000; version++) cache.Keep("busy", new(new Large(10_000), version, 0, StreamHead.None));
        cache.Count.ShouldBe(2);
        cache.Find("busy")!.Version.ShouldBe(999);
    }

    static string NameOf(int number) => number.ToString(CultureInfo.InvariantCulture);

    sealed record Large(int Bytes) : IWeighed
    {
        int IWeighed.Weight => Bytes;
    }
}
