using System.Net;
using System.Net.Sockets;
using KaosNet.Api.Operations;
using KaosNet.Api.Tests.Operations;

namespace KaosNet.Api.Tests.Metrics;

/// <summary>The names that dashboards for the reference read, on a port of their own.</summary>
public sealed class PrometheusSpecs : IAsyncLifetime
{
    readonly int _port = FreePort();
    FrontUnderTest _front = null!;

    [Fact]
    public async Task calls_are_counted_by_operation_and_outcome()
    {
        await _front.Send("GET", "/healthcheck").ShouldBe(200, "{}");
        await _front.Send("GET", "/v2/account", player: null).ShouldBeFault(401, 16, "Auth token required");
        var metrics = await Scrape("/");
        metrics.ShouldContain("""nakama_Healthcheck_count{namespace="eu",node_name="n1"} 1""");
        metrics.ShouldContain("""nakama_Healthcheck_sent_bytes{namespace="eu",node_name="n1"} 2""");
        metrics.ShouldContain("""nakama_GetAccount_errors{namespace="eu",node_name="n1"} 1""");
        metrics.ShouldContain("""nakama_overall_count{namespace="eu",node_name="n1"} 2""");
        metrics.ShouldContain("""nakama_overall_errors{namespace="eu",node_name="n1"} 1""");
        metrics.ShouldContain("""rpc_code="Unauthenticated",rpc_id="GetAccount",transport="api"} 1""");
        metrics.ShouldContain("nakama_overall_latency_ms_count");
    }

    [Fact]
    public async Task any_path_of_the_port_answers_and_the_client_port_does_not()
    {
        (await Scrape("/metrics")).ShouldContain("nakama_");
        await _front.Send("GET", "/metrics").ShouldBeFault(404, 5, "Not Found");
    }

    public async ValueTask InitializeAsync() =>
        _front = await FrontUnderTest.Start(new FrontSettings { MetricsPort = _port, NodeName = "n1", MetricsNamespace = "eu" });

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    Task<string> Scrape(string path) => _front.Client.GetStringAsync(new Uri($"http://127.0.0.1:{_port}{path}"));

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
