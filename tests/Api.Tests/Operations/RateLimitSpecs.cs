using KaosNet.Api.Metrics;
using KaosNet.Api.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Api.Tests.Operations;

/// <summary>Token buckets for each operation and caller.</summary>
public class RateLimitSpecs
{
    static readonly FrontSettings TwoASecond = new() { RequestsPerSecond = 2, RequestBurst = 3 };

    readonly FakeTimeProvider _time = new();

    [Fact]
    public void without_a_rate_nothing_is_limited()
    {
        var limits = new RateLimits(new(), _time);
        for (var i = 0; i < 10_000; i++) limits.TryTake("op", "ann", out _).ShouldBeTrue();
        limits.Buckets.ShouldBe(0);
    }

    [Fact]
    public void a_burst_goes_through_and_then_the_rate_applies()
    {
        var limits = new RateLimits(TwoASecond, _time);
        for (var i = 0; i < 3; i++) limits.TryTake("op", "ann", out _).ShouldBeTrue();
        limits.TryTake("op", "ann", out var wait).ShouldBeFalse();
        wait.ShouldBe(1);
        _time.Advance(TimeSpan.FromMilliseconds(499));
        limits.TryTake("op", "ann", out _).ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        limits.TryTake("op", "ann", out _).ShouldBeTrue();
        limits.TryTake("op", "ann", out _).ShouldBeFalse();
    }

    [Fact]
    public void callers_and_operations_have_buckets_of_their_own()
    {
        var limits = new RateLimits(TwoASecond with { RequestBurst = 1 }, _time);
        limits.TryTake("op", "ann", out _).ShouldBeTrue();
        limits.TryTake("op", "bea", out _).ShouldBeTrue();
        limits.TryTake("other", "ann", out _).ShouldBeTrue();
        limits.TryTake("op", "ann", out _).ShouldBeFalse();
    }

    [Fact]
    public void a_refused_call_costs_nothing()
    {
        var limits = new RateLimits(TwoASecond with { RequestBurst = 1 }, _time);
        limits.TryTake("op", "ann", out _).ShouldBeTrue();
        for (var i = 0; i < 100; i++) limits.TryTake("op", "ann", out _).ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(500));
        limits.TryTake("op", "ann", out _).ShouldBeTrue();
    }

    [Fact]
    public void the_number_of_buckets_is_bounded_and_full_ones_are_forgotten()
    {
        var limits = new RateLimits(TwoASecond with { RequestBurst = 1 }, _time, bucketsMax: 10);
        for (var i = 0; i < 1000; i++) limits.TryTake("op", "caller" + i, out _);
        limits.Buckets.ShouldBeLessThanOrEqualTo(11);
        _time.Advance(TimeSpan.FromSeconds(10));
        limits.TryTake("op", "newcomer", out _).ShouldBeTrue();
        limits.Buckets.ShouldBe(1);
    }

    [Fact]
    public async Task many_at_once_take_no_more_than_there_is()
    {
        var limits = new RateLimits(TwoASecond with { RequestBurst = 100 }, _time);
        var taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
                if (limits.TryTake("op", "ann", out _)) Interlocked.Increment(ref taken);
        })));
        taken.ShouldBe(100);
    }

    [Fact]
    public async Task over_http_it_is_429_with_the_time_to_wait_and_is_counted()
    {
        await using var front = await FrontUnderTest.Start(
            TwoASecond with { RequestBurst = 1, RequestsPerSecond = 0.1 }, services => services.AddSingleton<TimeProvider>(_time));
        await front.Send("GET", "/v2/account").ShouldBe(200, """{"user":{"id":"id-of-ann"},"wallet":"{}"}""");
        using var refused = await front.Send("GET", "/v2/account");
        refused.Header("Retry-After").ShouldBe("10");
        await Task.FromResult(refused).ShouldBeFault(429, 8, "Too many requests.");
        await front.Send("GET", "/v2/account", player: "bea").ShouldBe(200, """{"user":{"id":"id-of-bea"},"wallet":"{}"}""");
        var page = new MetricsPage(new());
        front.Get<OperationMetrics>().Write(page);
        page.Text.ToString().ShouldContain("""kaos_rate_limited_calls{node_name="nakama",transport="api",rpc_id="GetAccount"} 1""");
    }
}
