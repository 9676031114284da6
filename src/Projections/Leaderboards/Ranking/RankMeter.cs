using System.Diagnostics.Metrics;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>The figures of ranks in memory: periods, records, bytes, and how long loads take.</summary>
sealed class RankMeter
{
    static readonly InstrumentAdvice<double> LoadBounds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30],
    };

    readonly Histogram<double>? _load;

    public RankMeter(IMeterFactory? meters, Func<IReadOnlyCollection<RankPeriod>> periods)
    {
        if (meters?.Create("KaosNet.Leaderboards") is not { } meter) return;
        _load = meter.CreateHistogram("kaos.ranks.load", "s", "Time to load a period's ranks, in seconds.", tags: null, LoadBounds);
        meter.CreateObservableGauge("kaos.ranks.periods", () => periods().Count, "{period}", "Periods of boards whose ranks are in memory.");
        meter.CreateObservableGauge("kaos.ranks.records", () => periods().Sum(period => (long)period.Index.Count), "{record}", "Records whose ranks are in memory.");
        meter.CreateObservableGauge("kaos.ranks.memory", () => periods().Sum(period => period.Index.Bytes), "By", "Memory of the ranks.");
    }

    public void Loaded(TimeSpan took) => _load?.Record(took.TotalSeconds);
}
