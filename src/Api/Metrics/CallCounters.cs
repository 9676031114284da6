using System.Diagnostics.Metrics;
using KaosNet.Domain.Kernel;

namespace KaosNet.Api.Metrics;

/// <summary>Sums over the calls of one operation.</summary>
sealed class CallCounters(KeyValuePair<string, object?>[] labels)
{
    const int Codes = (int)FaultCode.Unauthenticated + 1;

    readonly long[] _byCode = new long[Codes];
    long _receivedBytes;
    long _sentBytes;
    long _rateLimited;

    public KeyValuePair<string, object?>[] Labels => labels;

    public long Calls => _byCode.Sum();

    public long Errors => Calls - Volatile.Read(ref _byCode[0]);

    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    public long SentBytes => Volatile.Read(ref _sentBytes);

    public long RateLimited => Volatile.Read(ref _rateLimited);

    public void Add(FaultCode code, long receivedBytes, long sentBytes)
    {
        Interlocked.Increment(ref _byCode[(uint)code < Codes ? (int)code : (int)FaultCode.Internal]);
        if (receivedBytes > 0) Interlocked.Add(ref _receivedBytes, receivedBytes);
        if (sentBytes > 0) Interlocked.Add(ref _sentBytes, sentBytes);
    }

    public void CountRateLimited() => Interlocked.Increment(ref _rateLimited);

    /// <summary>Calls by how they ended; outcomes that never happened are left out.</summary>
    public IEnumerable<Measurement<long>> ByCode()
    {
        for (var code = 0; code < Codes; code++)
        {
            var calls = Volatile.Read(ref _byCode[code]);
            if (calls == 0) continue;
            yield return new(calls, [.. labels, new("rpc_code", code == 0 ? "OK" : ((FaultCode)code).ToString())]);
        }
    }
}

/// <summary>Sums over the runs of one hook.</summary>
sealed class HookCounters(Histogram<double> latency, KeyValuePair<string, object?>[] labels)
{
    long _runs;
    long _errors;

    public long Runs => Volatile.Read(ref _runs);

    public long Errors => Volatile.Read(ref _errors);

    public void Add(bool failed, double seconds)
    {
        Interlocked.Increment(ref _runs);
        if (failed) Interlocked.Increment(ref _errors);
        latency.Record(seconds, labels);
    }
}
