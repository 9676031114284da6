using KaosNet.Api.Metrics;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Api.Tests.Metrics;

public sealed class LatencySummarySpecs
{
    readonly FakeTimeProvider _time = new();
    readonly LatencySummary _times;

    public LatencySummarySpecs() => _times = new(_time);

    [Fact]
    public void quantiles_are_right_to_some_three_percent()
    {
        for (var milliseconds = 1; milliseconds <= 1000; milliseconds++) _times.Record(TimeSpan.FromMilliseconds(milliseconds));
        var sum = Sum();
        sum.Count.ShouldBe(1000);
        sum.Nanoseconds.ShouldBe(500_500_000_000);
        sum.Quantile(0.5).ShouldBe(0.5, 0.5 * 0.04);
        sum.Quantile(0.95).ShouldBe(0.95, 0.95 * 0.04);
        sum.Quantile(0.999).ShouldBe(0.999, 0.999 * 0.04);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(3_600_000)]
    public void a_time_beyond_what_is_told_apart_counts_as_the_nearest(long milliseconds)
    {
        _times.Record(TimeSpan.FromMilliseconds(milliseconds));
        Sum().Quantile(0.5).ShouldBeInRange(0, 140);
        Sum().Recent.Sum().ShouldBe(1);
    }

    [Fact]
    public void quantiles_forget_after_ten_minutes_and_sums_do_not()
    {
        _times.Record(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromMinutes(7));
        _times.Record(TimeSpan.FromMilliseconds(1));
        Sum().Quantile(0.999).ShouldBe(1, 0.05);
        _time.Advance(TimeSpan.FromMinutes(4));
        Sum().Quantile(0.999).ShouldBe(0.001, 0.0001);
        _time.Advance(TimeSpan.FromMinutes(20));
        Sum().Quantile(0.5).ShouldBe(double.NaN);
        Sum().Count.ShouldBe(2);
    }

    LatencySum Sum()
    {
        var sum = new LatencySum();
        _times.AddTo(sum);
        return sum;
    }
}
