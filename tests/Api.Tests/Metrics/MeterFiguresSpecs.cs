using System.Diagnostics.Metrics;
using KaosNet.Api.Metrics;

namespace KaosNet.Api.Tests.Metrics;

/// <summary>Instruments of the lower layers and of libraries, as Prometheus sees them.</summary>
public sealed class MeterFiguresSpecs : IDisposable
{
    readonly Meter _meter = new("KaosNet.MeterFiguresSpecs");
    readonly MeterFigures _figures = new(TimeProvider.System);

    [Fact]
    public void counters_add_up_by_their_tags()
    {
        var counter = _meter.CreateCounter<long>("kaos.specs.counter", description: "Things.");
        counter.Add(2);
        counter.Add(3, new KeyValuePair<string, object?>("kind", "a \"b\""));
        counter.Add(4, new KeyValuePair<string, object?>("kind", "a \"b\""));
        Page().ShouldContain(
            """
            # HELP kaos_specs_counter Things.
            # TYPE kaos_specs_counter counter
            kaos_specs_counter{node_name="nakama"} 2
            kaos_specs_counter{node_name="nakama",kind="a \"b\""} 7

            """);
    }

    [Fact]
    public void histograms_count_in_the_buckets_that_they_ask_for()
    {
        var histogram = _meter.CreateHistogram("kaos.specs.time", "s", "", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        histogram.Record(0.1);
        histogram.Record(0.5);
        histogram.Record(5);
        Page().ShouldContain(
            """
            kaos_specs_time_bucket{node_name="nakama",le="0.1"} 1
            kaos_specs_time_bucket{node_name="nakama",le="1"} 2
            kaos_specs_time_bucket{node_name="nakama",le="+Inf"} 3
            kaos_specs_time_sum{node_name="nakama"} 5.6
            kaos_specs_time_count{node_name="nakama"} 3

            """);
    }

    [Fact]
    public void what_is_observed_is_as_of_now()
    {
        List<Measurement<int>> now = [new(1, new KeyValuePair<string, object?>("pool", "a")), new(2, new KeyValuePair<string, object?>("pool", "b"))];
        _meter.CreateObservableGauge("kaos.specs.gauge", () => now);
        Page().ShouldContain("kaos_specs_gauge{node_name=\"nakama\",pool=\"b\"} 2\n");
        now = [new(3, new KeyValuePair<string, object?>("pool", "a"))];
        var page = Page();
        page.ShouldContain("kaos_specs_gauge{node_name=\"nakama\",pool=\"a\"} 3\n");
        page.ShouldNotContain("pool=\"b\"");
    }

    [Fact]
    public void names_of_the_reference_take_the_prefix_and_its_times_are_summaries()
    {
        _meter.CreateHistogram<double>("nakama.specs_latency", "s").Record(0.25);
        var page = Page();
        page.ShouldContain("# TYPE nakama_specs_latency summary\n");
        page.ShouldContain("nakama_specs_latency_sum{node_name=\"nakama\"} 0.25\n");
    }

    [Fact]
    public async Task nothing_is_lost_when_many_threads_record()
    {
        var counter = _meter.CreateCounter<long>("kaos.specs.busy");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var time = 0; time < 20_000; time++) counter.Add(1, new KeyValuePair<string, object?>("odd", time % 2));
        })));
        Page().ShouldContain("kaos_specs_busy{node_name=\"nakama\",odd=\"1\"} 40000\n");
    }

    public void Dispose()
    {
        _figures.Dispose();
        _meter.Dispose();
    }

    string Page()
    {
        var page = new MetricsPage(new());
        _figures.Write(page);
        return page.Text.ToString();
    }
}
