using System.Collections.Concurrent;
using System.Collections.Frozen;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Api.Metrics;

/// <summary>
/// Calls, bytes, errors and times of operations, of modules' functions and of the hooks around them, under the names that dashboards for Nakama read
/// (parity metrics.tsv). A call is counted in one place only; all sums are made when somebody asks.
/// </summary>
public sealed class OperationMetrics(OperationRegistry registry, TimeProvider time, SocketTraffic? sockets = null) : IMetricSource, IRpcFigures
{
    /// <summary>Functions with a label value of their own; ids beyond are counted together, so that the label has a bound.</summary>
    public const int RpcIdsMax = 1000;

    readonly FrozenDictionary<string, CallCounters> _operations = registry.All.ToFrozenDictionary(
        operation => operation.Name, operation => new CallCounters(TransportAndName("api", operation.Name), time));

    readonly ConcurrentDictionary<string, RpcCounters> _rpcs = new();
    readonly ConcurrentDictionary<string, HookCounters> _before = new();
    readonly ConcurrentDictionary<string, HookCounters> _after = new();

    /// <summary>A moment to measure from.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>The counters of an operation; whoever serves it keeps them.</summary>
    public CallCounters Of(Operation operation) => _operations[operation.Name];

    /// <summary>Counts a call of an existing function over HTTP.</summary>
    public void CountRpc(string id, FaultCode code, long receivedBytes, long sentBytes, long started) =>
        CountersOf(id).Http.Count(code, receivedBytes, sentBytes, started);

    void IRpcFigures.Count(string id, Fault? fault, int receivedBytes, int sentBytes, long started) =>
        CountersOf(id).Socket.Count(fault?.Code ?? default, receivedBytes, sentBytes, started);

    internal void CountRateLimited(string operation)
    {
        if (_operations.TryGetValue(operation, out var counters)) counters.CountRateLimited();
    }

    /// <summary>Counts a run of server code around an operation.</summary>
    internal void CountHook(string operation, bool isBefore, bool failed, long started) =>
        (isBefore ? _before : _after).GetOrAdd(operation, static (_, clock) => new(clock), time).Add(failed, started);

    public void Write(MetricsPage page)
    {
        var rpcs = _rpcs.OrderBy(rpc => rpc.Key, StringComparer.Ordinal).ToList();
        var all = _operations.Values.Concat(rpcs.SelectMany(rpc => rpc.Value.All)).ToList();
        WriteOverall(page, CallSum.Of(all.SelectMany(counters => counters.Cells)));
        foreach (var (name, counters) in _operations.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            WriteCalls(page, name, [("", CallSum.Of(counters.Cells))]);
        WriteCalls(page, "Rpc", [.. rpcs.Select(rpc => (MetricsPage.Label("rpc_id", MetricsPage.NameOf(rpc.Key)), CallSum.Of(rpc.Value.All.SelectMany(one => one.Cells))))]);
        WriteByOutcome(page, [.. all.SelectMany(counters => counters.Cells)]);
        WriteHooks(page, "before", _before);
        WriteHooks(page, "after", _after);
        page.OwnFamily("kaos_rate_limited_calls", "counter", "Calls refused by a rate limit.");
        foreach (var counters in _operations.Values.Where(one => one.RateLimited > 0)) page.Sample(counters.RateLimited, counters.Labels);
    }

    void WriteOverall(MetricsPage page, CallSum calls)
    {
        page.Single("overall_count", "counter", "Requests, function calls and realtime messages.", calls.Calls + (sockets?.Received ?? 0));
        page.Single("overall_errors", "counter", "Requests and realtime messages that failed.", calls.Errors + (sockets?.Failed ?? 0));
        page.Single("overall_recv_bytes", "counter", "Bytes received in requests and realtime messages.", calls.Received + (sockets?.ReceivedBytes ?? 0));
        page.Single("overall_sent_bytes", "counter", "Bytes sent in answers and realtime messages.", calls.Sent + (sockets?.SentBytes ?? 0));
        WriteCalls(page, "overall_request", [("", calls)], withTimes: false);
        page.Family("overall_latency_ms", "summary", "Time to serve a request, in seconds in spite of the name.");
        page.Summary(calls.Latency);
    }

    static void WriteCalls(MetricsPage page, string name, IReadOnlyList<(string Labels, CallSum Sum)> series, bool withTimes = true)
    {
        if (series.Count == 0) return;
        page.Family(name + "_count", "counter", "Calls.");
        foreach (var (labels, sum) in series) page.Sample(sum.Calls, labels);
        page.Family(name + "_errors", "counter", "Calls that were refused or failed.");
        foreach (var (labels, sum) in series) page.Sample(sum.Errors, labels);
        page.Family(name + "_recv_bytes", "counter", "Bytes received.");
        foreach (var (labels, sum) in series) page.Sample(sum.Received, labels);
        page.Family(name + "_sent_bytes", "counter", "Bytes sent.");
        foreach (var (labels, sum) in series) page.Sample(sum.Sent, labels);
        var called = series.Where(one => one.Sum.Calls > 0).ToList();
        if (!withTimes || called.Count == 0) return;
        page.Family(name + "_latency_ms", "summary", "Time to serve, in seconds in spite of the name.");
        foreach (var (labels, sum) in called) page.Summary(sum.Latency, labels);
    }

    static void WriteByOutcome(MetricsPage page, List<CallCell> cells)
    {
        page.Family("count", "counter", "Calls by transport, name and outcome.");
        foreach (var cell in cells) page.Sample(cell.Calls, cell.Labels);
        page.Family("recv_bytes", "counter", "Bytes received by transport, name and outcome.");
        foreach (var cell in cells) page.Sample(cell.Received, cell.Labels);
        page.Family("sent_bytes", "counter", "Bytes sent by transport, name and outcome.");
        foreach (var cell in cells) page.Sample(cell.Sent, cell.Labels);
        page.Family("latency", "summary", "Time to serve by transport, name and outcome, seconds.");
        foreach (var cell in cells)
        {
            var sum = new LatencySum();
            cell.Latency.AddTo(sum);
            page.Summary(sum, cell.Labels);
        }
    }

    static void WriteHooks(MetricsPage page, string side, ConcurrentDictionary<string, HookCounters> hooks)
    {
        if (hooks.IsEmpty) return;
        WriteHook(page, "overall_" + side, [.. hooks.Values]);
        foreach (var (operation, counters) in hooks.OrderBy(hook => hook.Key, StringComparer.Ordinal)) WriteHook(page, $"{side}_{operation}", [counters]);
    }

    static void WriteHook(MetricsPage page, string name, IReadOnlyList<HookCounters> hooks)
    {
        var times = new LatencySum();
        foreach (var hook in hooks) hook.Latency.AddTo(times);
        page.Single(name + "_count", "counter", "Runs.", hooks.Sum(hook => hook.Runs));
        page.Single(name + "_errors", "counter", "Runs that returned an error.", hooks.Sum(hook => hook.Errors));
        foreach (var ending in (string[])["_latency_ms", "_latency"])
        {
            page.Family(name + ending, "summary", "Run time, in seconds.");
            page.Summary(times);
        }
    }

    RpcCounters CountersOf(string id)
    {
        if (_rpcs.TryGetValue(id, out var counters)) return counters;
        return _rpcs.GetOrAdd(_rpcs.Count < RpcIdsMax ? id : "others", static (name, clock) => new(name, clock), time);
    }

    static string TransportAndName(string transport, string name) =>
        $"{MetricsPage.Label("transport", transport)},{MetricsPage.Label("rpc_id", MetricsPage.NameOf(name))}";

    /// <summary>A function's calls over both transports.</summary>
    sealed class RpcCounters(string id, TimeProvider time)
    {
        public CallCounters Http { get; } = new(TransportAndName("api_rpc", id), time);

        public CallCounters Socket { get; } = new(TransportAndName("ws_rpc", id), time);

        public IEnumerable<CallCounters> All => [Http, Socket];
    }
}
