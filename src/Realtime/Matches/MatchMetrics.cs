using System.Diagnostics.Metrics;

namespace KaosNet.Realtime.Matches;

/// <summary>Counters of authoritative matches, in the meter <see cref="RealtimeMeter.Name"/>.</summary>
public sealed class MatchMetrics(RealtimeMeter meter)
{
    /// <summary>Loops executed.</summary>
    public Counter<long> Ticks { get; } = meter.Meter.CreateCounter<long>("kaos_match_ticks", description: "Loops that matches executed.");

    /// <summary>Loops skipped because a match was late by a period or more.</summary>
    public Counter<long> TicksSkipped { get; } =
        meter.Meter.CreateCounter<long>("kaos_match_ticks_skipped", description: "Loops that matches missed as they were late.");

    /// <summary>Shows how many matches run.</summary>
    public void Observe(Func<int> running) =>
        meter.Meter.CreateObservableGauge("nakama.authoritative_matches", running, description: "Authoritative matches that run on this node.");
}
