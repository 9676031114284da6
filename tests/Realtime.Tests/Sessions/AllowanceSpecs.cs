using System.Net;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Rudp;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Realtime.Tests.Sessions;

public class AllowanceSpecs
{
    readonly FakeTimeProvider _time = new();

    [Fact]
    public void a_burst_may_come_at_once_and_the_rest_at_its_rate()
    {
        var allowance = new Allowance(perSecond: 10, burst: 3, _time);
        Taken(allowance, 5).ShouldBe(3);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Taken(allowance, 5).ShouldBe(1);
        allowance.IsFull.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(10));
        allowance.IsFull.ShouldBeTrue();
        Taken(allowance, 5).ShouldBe(3);
    }

    [Fact]
    public void without_a_rate_there_is_no_limit() => Taken(new(0, 1, _time), 10_000).ShouldBe(10_000);

    [Fact]
    public void each_address_has_a_count_of_its_own()
    {
        var gate = new RequestGate(new() { RequestsPerSecond = 1, RequestBurst = 2 }, _time);
        Admitted(gate, Address(1), 5).ShouldBe(2);
        Admitted(gate, Address(2), 5).ShouldBe(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        Admitted(gate, Address(1), 5).ShouldBe(1);
    }

    [Fact]
    public void addresses_beyond_the_bound_share_one_count_until_others_are_quiet()
    {
        var gate = new RequestGate(new() { RequestsPerSecond = 1, RequestBurst = 4, AddressesMax = 2 }, _time);
        gate.Admits(Address(1)).ShouldBeTrue();
        gate.Admits(Address(2)).ShouldBeTrue();
        Enumerable.Range(3, 20).Count(last => gate.Admits(Address(last))).ShouldBe(2);
        _time.Advance(TimeSpan.FromSeconds(10));
        Admitted(gate, Address(50), 5).ShouldBe(4);
        Admitted(gate, Address(51), 5).ShouldBe(4);
    }

    static IPAddress Address(int last) => new([10, 0, 0, (byte)last]);

    static int Taken(Allowance allowance, int tries) => Enumerable.Range(0, tries).Count(_ => allowance.TryTake());

    static int Admitted(RequestGate gate, IPAddress address, int tries) => Enumerable.Range(0, tries).Count(_ => gate.Admits(address));
}
