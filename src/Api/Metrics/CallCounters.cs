using KaosNet.Domain.Kernel;

namespace KaosNet.Api.Metrics;

/// <summary>Figures of the calls of one operation or function over one transport. Counting a call takes a few interlocked additions and nothing else.</summary>
/// <param name="labels">Its transport and name, as labels.</param>
/// <param name="time">The clock.</param>
public sealed class CallCounters(string labels, TimeProvider time)
{
    const int Codes = (int)FaultCode.Unauthenticated + 1;

    readonly CallCell?[] _cells = new CallCell?[Codes];
    long _rateLimited;

    internal string Labels => labels;

    internal long RateLimited => Volatile.Read(ref _rateLimited);

    /// <summary>One for each outcome that happened.</summary>
    internal IEnumerable<CallCell> Cells => _cells.OfType<CallCell>();

    /// <summary>Counts a call that was answered.</summary>
    /// <param name="code">How it ended; 0 for a success.</param>
    /// <param name="receivedBytes">Size of the request's body.</param>
    /// <param name="sentBytes">Size of the answer's body.</param>
    /// <param name="started">The timestamp of its beginning.</param>
    public void Count(FaultCode code, long receivedBytes, long sentBytes, long started)
    {
        var index = (uint)code < Codes ? (int)code : (int)FaultCode.Internal;
        (Volatile.Read(ref _cells[index]) ?? Make(index)).Add(receivedBytes, sentBytes, started);
    }

    internal void CountRateLimited() => Interlocked.Increment(ref _rateLimited);

    CallCell Make(int code)
    {
        var word = code == 0 ? "OK" : ((FaultCode)code).ToString();
        var made = new CallCell($"{labels},{MetricsPage.Label("rpc_code", word)}", isError: code != 0, time);
        return Interlocked.CompareExchange(ref _cells[code], made, null) ?? made;
    }
}

/// <summary>Calls that ended in the same way.</summary>
sealed class CallCell(string labels, bool isError, TimeProvider time)
{
    readonly LatencySummary _latency = new(time);
    long _calls;
    long _received;
    long _sent;

    public string Labels => labels;

    public bool IsError => isError;

    public long Calls => Volatile.Read(ref _calls);

    public long Received => Volatile.Read(ref _received);

    public long Sent => Volatile.Read(ref _sent);

    public LatencySummary Latency => _latency;

    public void Add(long received, long sent, long started)
    {
        Interlocked.Increment(ref _calls);
        if (received > 0) Interlocked.Add(ref _received, received);
        if (sent > 0) Interlocked.Add(ref _sent, sent);
        _latency.RecordSince(started);
    }
}

/// <summary>Figures of several cells taken together.</summary>
sealed class CallSum
{
    public long Calls { get; private set; }

    public long Errors { get; private set; }

    public long Received { get; private set; }

    public long Sent { get; private set; }

    public LatencySum Latency { get; } = new();

    public static CallSum Of(IEnumerable<CallCell> cells)
    {
        var sum = new CallSum();
        foreach (var cell in cells)
        {
            sum.Calls += cell.Calls;
            if (cell.IsError) sum.Errors += cell.Calls;
            sum.Received += cell.Received;
            sum.Sent += cell.Sent;
            cell.Latency.AddTo(sum.Latency);
        }
        return sum;
    }
}

/// <summary>Figures of the runs of one hook.</summary>
sealed class HookCounters(TimeProvider time)
{
    readonly LatencySummary _latency = new(time);
    long _runs;
    long _errors;

    public long Runs => Volatile.Read(ref _runs);

    public long Errors => Volatile.Read(ref _errors);

    public LatencySummary Latency => _latency;

    public void Add(bool failed, long started)
    {
        Interlocked.Increment(ref _runs);
        if (failed) Interlocked.Increment(ref _errors);
        _latency.RecordSince(started);
    }
}
