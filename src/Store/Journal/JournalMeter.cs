using System.Diagnostics.Metrics;

namespace KaosNet.Store.Journal;

/// <summary>The Journal's figures: how much is committed, how full batches are, how long commits take, what goes wrong, what waits.</summary>
sealed class JournalMeter : IDisposable
{
    static readonly InstrumentAdvice<int> BatchBounds = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] };

    static readonly InstrumentAdvice<double> CommitBounds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1, 2, 5],
    };

    readonly Meter _meter = new("KaosNet.Journal");
    readonly Counter<long> _commands, _events, _failures;
    readonly Histogram<int> _batch;
    readonly Histogram<double> _commit;

    public JournalMeter(Func<int> waiting, Func<int> cached)
    {
        _commands = _meter.CreateCounter<long>("kaos.journal.commands", "{command}", "Commands decided and concluded.");
        _events = _meter.CreateCounter<long>("kaos.journal.events", "{event}", "Events committed.");
        _failures = _meter.CreateCounter<long>("kaos.journal.failures", "{transaction}", "Transactions that did not come through, by kind.");
        _batch = _meter.CreateHistogram("kaos.journal.batch", "{command}", "Commands in a transaction.", tags: null, BatchBounds);
        _commit = _meter.CreateHistogram(
            "kaos.journal.commit", "s", "Time of a transaction, from sending it to its answer, in seconds.", tags: null, CommitBounds);
        _meter.CreateObservableGauge("kaos.journal.waiting", waiting, "{command}", "Commands that wait for a lane.");
        _meter.CreateObservableGauge("kaos.journal.states", cached, "{stream}", "Streams whose states are in memory.");
    }

    public void Concluded(Batch batch, TimeSpan took)
    {
        _commands.Add(batch.Decided.Count);
        if (batch.Events.Count == 0) return;
        _events.Add(batch.Events.Count);
        _batch.Record(batch.Decided.Count);
        _commit.Record(took.TotalSeconds);
    }

    public void Failed(FailureKind kind) => _failures.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));

    public void Dispose() => _meter.Dispose();
}
