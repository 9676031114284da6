using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;

namespace KaosNet.Api.Metrics;

/// <summary>
/// Counts calls, bytes, errors and times of operations under the names that dashboards for Nakama read (parity metrics.tsv). Counting is a few
/// interlocked additions; instruments look at the sums when somebody collects them.
/// </summary>
public sealed class OperationMetrics : IDisposable
{
    /// <summary>The meter to collect.</summary>
    public const string MeterName = "KaosNet.Api";

    /// <summary>RPC functions with a label value of their own; ids beyond are counted together, so that callers can't grow the label.</summary>
    public const int RpcIdsMax = 1000;

    readonly Meter _meter = new(MeterName);
    readonly TimeProvider _time;
    readonly string _prefix;
    readonly KeyValuePair<string, object?>[] _nodeLabels;
    readonly ConcurrentDictionary<string, CallCounters> _operations = new();
    readonly ConcurrentDictionary<string, CallCounters> _rpcs = new();
    readonly ConcurrentDictionary<string, HookCounters> _hooks = new();
    readonly CallCounters _overall;
    readonly Histogram<double> _latency;
    readonly Histogram<double> _overallLatency;

    public OperationMetrics(FrontSettings settings, TimeProvider time)
    {
        _time = time;
        _prefix = settings.MetricsPrefix.Length == 0 ? "" : settings.MetricsPrefix + "_";
        _nodeLabels = settings.MetricsNamespace.Length == 0
            ? [new("node_name", settings.NodeName)]
            : [new("node_name", settings.NodeName), new("namespace", settings.MetricsNamespace)];
        _overall = new CallCounters(_nodeLabels);
        _latency = _meter.CreateHistogram<double>(_prefix + "latency", description: "Time to serve, seconds");
        _overallLatency = _meter.CreateHistogram<double>(_prefix + "overall_latency_ms", description: "Time to serve, in seconds despite the name");
        Observe(_overall, "overall");
        Observe(_overall, "overall_request");
        _meter.CreateObservableCounter(_prefix + "count", () => _operations.Values.Concat(_rpcs.Values).SelectMany(counters => counters.ByCode()), description: "Calls by operation and outcome");
        _meter.CreateObservableCounter(_prefix + "rate_limited_count", RateLimited, description: "Calls refused by a rate limit");
    }

    /// <summary>Holds the instruments.</summary>
    public Meter Meter => _meter;

    /// <summary>A moment to measure from.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>Makes an operation's own series exist before it is first called.</summary>
    public void Declare(string operation) => CountersOf(operation);

    /// <summary>Counts a call that was answered.</summary>
    /// <param name="operation">The operation's name.</param>
    /// <param name="code">How it ended; 0 for a success.</param>
    /// <param name="receivedBytes">Size of the request's body.</param>
    /// <param name="sentBytes">Size of the answer's body.</param>
    /// <param name="started">What <see cref="Now"/> was when it began.</param>
    public void Count(string operation, FaultCode code, long receivedBytes, long sentBytes, long started)
    {
        var counters = CountersOf(operation);
        counters.Add(code, receivedBytes, sentBytes);
        _overall.Add(code, receivedBytes, sentBytes);
        if (!_latency.Enabled && !_overallLatency.Enabled) return;
        var seconds = _time.GetElapsedTime(started).TotalSeconds;
        _latency.Record(seconds, counters.Labels);
        _overallLatency.Record(seconds, _nodeLabels);
    }

    /// <summary>Counts a call of an RPC function that exists.</summary>
    public void CountRpc(string id, FaultCode code, long receivedBytes, long sentBytes, long started)
    {
        if (!_rpcs.TryGetValue(id, out var counters))
        {
            var label = _rpcs.Count < RpcIdsMax ? id : "others";
            counters = _rpcs.GetOrAdd(label, static (name, self) => new CallCounters([.. self._nodeLabels, new("transport", "api_rpc"), new("rpc_id", name)]), this);
        }
        counters.Add(code, receivedBytes, sentBytes);
        _overall.Add(code, receivedBytes, sentBytes);
        if (_latency.Enabled) _latency.Record(_time.GetElapsedTime(started).TotalSeconds, counters.Labels);
    }

    internal void CountRateLimited(string operation) => CountersOf(operation).CountRateLimited();

    /// <summary>Counts a run of server code around an operation.</summary>
    internal void CountHook(string operation, bool isBefore, bool failed, long started)
    {
        var name = (isBefore ? "before_" : "after_") + operation;
        _hooks.GetOrAdd(name, NewHook).Add(failed, _time.GetElapsedTime(started).TotalSeconds);
        var overall = isBefore ? "overall_before" : "overall_after";
        _hooks.GetOrAdd(overall, NewHook).Add(failed, _time.GetElapsedTime(started).TotalSeconds);
    }

    public void Dispose() => _meter.Dispose();

    CallCounters CountersOf(string operation) =>
        _operations.TryGetValue(operation, out var counters) ? counters : _operations.GetOrAdd(operation, NewOperation);

    CallCounters NewOperation(string operation)
    {
        var counters = new CallCounters([.. _nodeLabels, new("transport", "api"), new("rpc_id", operation)]);
        Observe(counters, operation);
        return counters;
    }

    HookCounters NewHook(string name)
    {
        var counters = new HookCounters(_meter.CreateHistogram<double>(_prefix + name + "_latency", description: "Run time, seconds"), _nodeLabels);
        _meter.CreateObservableCounter(_prefix + name + "_count", () => new Measurement<long>(counters.Runs, _nodeLabels));
        _meter.CreateObservableCounter(_prefix + name + "_errors", () => new Measurement<long>(counters.Errors, _nodeLabels));
        return counters;
    }

    void Observe(CallCounters counters, string name)
    {
        _meter.CreateObservableCounter(_prefix + name + "_count", () => new Measurement<long>(counters.Calls, _nodeLabels));
        _meter.CreateObservableCounter(_prefix + name + "_errors", () => new Measurement<long>(counters.Errors, _nodeLabels));
        _meter.CreateObservableCounter(_prefix + name + "_recv_bytes", () => new Measurement<long>(counters.ReceivedBytes, _nodeLabels));
        _meter.CreateObservableCounter(_prefix + name + "_sent_bytes", () => new Measurement<long>(counters.SentBytes, _nodeLabels));
    }

    IEnumerable<Measurement<long>> RateLimited() => _operations.Values
        .Where(counters => counters.RateLimited > 0)
        .Select(counters => new Measurement<long>(counters.RateLimited, counters.Labels));
}
