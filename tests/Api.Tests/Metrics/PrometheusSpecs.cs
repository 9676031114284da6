using System.Net;
using KaosNet.Api.Operations;
using KaosNet.Api.Tests.Operations;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Metrics;

/// <summary>The names that dashboards for the reference read, on a port of their own.</summary>
public sealed class PrometheusSpecs : IAsyncLifetime
{
    readonly int _port = FreePort.Next();
    FrontUnderTest _front = null!;

    [Fact]
    public async Task calls_are_counted_by_operation_and_outcome()
    {
        await _front.Send("GET", "/healthcheck").ShouldBe(200, "{}");
        await _front.Send("GET", "/v2/account", player: null).ShouldBeFault(401, 16, "Auth token required");
        var metrics = await Scrape("/");
        metrics.ShouldContain("""nakama_Healthcheck_count{node_name="n_1",namespace="eu"} 1""");
        metrics.ShouldContain("""nakama_Healthcheck_sent_bytes{node_name="n_1",namespace="eu"} 2""");
        metrics.ShouldContain("""nakama_GetAccount_errors{node_name="n_1",namespace="eu"} 1""");
        metrics.ShouldContain("""nakama_overall_count{node_name="n_1",namespace="eu"} 2""");
        metrics.ShouldContain("""nakama_overall_errors{node_name="n_1",namespace="eu"} 1""");
        metrics.ShouldContain("""nakama_count{node_name="n_1",namespace="eu",transport="api",rpc_id="GetAccount",rpc_code="Unauthenticated"} 1""");
        metrics.ShouldContain("""nakama_overall_latency_ms_count{node_name="n_1",namespace="eu"} 2""");
        metrics.ShouldContain("# TYPE nakama_overall_latency_ms summary\n");
        metrics.ShouldContain("""nakama_Healthcheck_latency_ms{node_name="n_1",namespace="eu",quantile="0.999"} """);
    }

    [Fact]
    public async Task the_operator_may_choose_another_prefix_or_none()
    {
        foreach (var (prefix, name) in new[] { ("my game", "my_game_overall_count"), ("", "overall_count") })
        {
            var port = FreePort.Next();
            await using var front = await FrontUnderTest.Start(new FrontSettings { MetricsPort = port, MetricsPrefix = prefix });
            var text = await front.Client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
            text.ShouldContain($"\n{name}{{node_name=\"nakama\"}} 0\n");
        }
    }

    [Fact]
    public async Task only_reading_is_answered()
    {
        using var posted = await _front.Client.PostAsync(new Uri($"http://127.0.0.1:{_port}/"), null);
        posted.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var asked = await _front.Client.GetAsync(new Uri($"http://127.0.0.1:{_port}/"));
        asked.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        asked.Header("Access-Control-Allow-Origin").ShouldBe("*");
    }

    [Fact]
    public async Task any_path_of_the_port_answers_and_the_client_port_does_not()
    {
        (await Scrape("/metrics")).ShouldContain("nakama_");
        await _front.Send("GET", "/metrics").ShouldBeFault(404, 5, "Not Found");
    }

    public async ValueTask InitializeAsync() =>
        _front = await FrontUnderTest.Start(new FrontSettings { MetricsPort = _port, NodeName = "n-1", MetricsNamespace = "eu" });

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    Task<string> Scrape(string path) => _front.Client.GetStringAsync(new Uri($"http://127.0.0.1:{_port}{path}"));
}
