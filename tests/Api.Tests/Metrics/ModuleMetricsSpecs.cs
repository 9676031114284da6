using KaosNet.Api.Metrics;
using KaosNet.Api.Operations;
using KaosNet.Api.Scripting;
using KaosNet.Modules;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Api.Tests.Metrics;

/// <summary>Figures that modules make.</summary>
public class ModuleMetricsSpecs
{
    static readonly Dictionary<string, string> None = [];

    [Fact]
    public void figures_have_their_kind_and_tags_under_the_prefix()
    {
        var metrics = new ModuleMetrics("custom", 100, new FakeTimeProvider());
        metrics.Add("shots fired", Tags(("weapon", "bow"), ("map-name", "a\"b")), 2);
        metrics.Add("shots fired", Tags(("weapon", "bow"), ("map-name", "a\"b")), 3);
        metrics.Add("shots fired", Tags(("weapon", "axe"), ("map-name", "x")), 1);
        metrics.Set("queue", None, 2.5);
        metrics.Set("queue", None, 1.5);
        metrics.Record("turn", None, TimeSpan.FromSeconds(2));
        Page(metrics).ShouldBe("""
            # TYPE nakama_custom_queue gauge
            nakama_custom_queue{node_name="nakama"} 1.5
            # TYPE nakama_custom_shots_fired counter
            nakama_custom_shots_fired{node_name="nakama",map_name="a\"b",weapon="bow"} 5
            nakama_custom_shots_fired{node_name="nakama",map_name="x",weapon="axe"} 1
            # TYPE nakama_custom_turn summary

            """);
        var all = Text(metrics);
        all.ShouldContain("nakama_custom_turn_sum{node_name=\"nakama\"} 2\n");
        all.ShouldContain("nakama_custom_turn_count{node_name=\"nakama\"} 1\n");
    }

    [Fact]
    public void what_does_not_fit_is_dropped_and_counted()
    {
        var metrics = new ModuleMetrics("", 3, new FakeTimeProvider());
        metrics.Add("a", None, 1);
        metrics.Add("a", None, -5);
        metrics.Set("a", None, 9);
        metrics.Add("a", Tags(("other", "tag")), 1);
        metrics.Add("b", Tags(("n", "1")), 1);
        metrics.Add("b", Tags(("n", "2")), 1);
        metrics.Add("b", Tags(("n", "3")), 1);
        metrics.Set("c", None, 1);
        Page(metrics).ShouldBe("""
            # TYPE nakama_a counter
            nakama_a{node_name="nakama"} 1
            # TYPE nakama_b counter
            nakama_b{node_name="nakama",n="1"} 1
            nakama_b{node_name="nakama",n="2"} 1
            # HELP nakama_metrics_collection_errors_count Figures of modules that were dropped.
            # TYPE nakama_metrics_collection_errors_count counter
            nakama_metrics_collection_errors_count{node_name="nakama"} 4

            """);
    }

    [Fact]
    public void tags_never_break_the_page()
    {
        var metrics = new ModuleMetrics("custom", 0, new FakeTimeProvider());
        metrics.Add("x", Tags(("node_name", "mine"), ("1st", "a"), ("a-b", "first"), ("a_b", "second")), 1);
        Text(metrics).ShouldContain("nakama_custom_x{node_name=\"nakama\",_1st=\"a\",a_b=\"first\"} 1\n");
        var longText = new string('x', 201);
        Should.Throw<RefusedException>(() => metrics.Add(longText, None, 1)).Message.ShouldBe("expects names and tags of at most 200 characters");
        Should.Throw<RefusedException>(() => metrics.Set("x", Tags(("a", longText)), 1)).Code.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public void timers_are_bounded_whatever_the_operator_says()
    {
        var metrics = new ModuleMetrics("custom", 0, new FakeTimeProvider());
        for (var n = 0; n < 1001; n++) metrics.Record("t" + n, None, TimeSpan.FromSeconds(1));
        Text(metrics).ShouldContain("nakama_metrics_collection_errors_count{node_name=\"nakama\"} 1\n");
    }

    static Dictionary<string, string> Tags(params (string Name, string Value)[] tags) => tags.ToDictionary(tag => tag.Name, tag => tag.Value);

    static string Text(ModuleMetrics metrics)
    {
        var page = new MetricsPage(new FrontSettings());
        metrics.Write(page);
        return page.Text.ToString();
    }

    /// <summary>Without the samples of summaries.</summary>
    static string Page(ModuleMetrics metrics) => string.Concat(
        Text(metrics).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("nakama_custom_turn", StringComparison.Ordinal)).Select(line => line + "\n"));
}
