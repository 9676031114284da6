using System.Diagnostics.Metrics;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>What the last pass on this server saw, in the meter <see cref="RealtimeMeter.Name"/>.</summary>
public sealed class MatchmakerMetrics
{
    readonly Histogram<double> _time;
    int _tickets;
    int _active;

    public MatchmakerMetrics(RealtimeMeter meter)
    {
        meter.Meter.CreateObservableGauge(
            "nakama.matchmaker_tickets", () => Volatile.Read(ref _tickets), description: "Tickets in the matchmaker at its last pass.");
        meter.Meter.CreateObservableGauge(
            "nakama.matchmaker_active_tickets", () => Volatile.Read(ref _active), description: "Tickets that searched at the matchmaker's last pass.");
        _time = meter.Meter.CreateHistogram<double>("nakama.matchmaker_process_time", "s", "Time of a pass of the matchmaker, in seconds.");
    }

    /// <summary>Counts a pass.</summary>
    internal void Count(int tickets, int active, TimeSpan took)
    {
        Volatile.Write(ref _tickets, tickets);
        Volatile.Write(ref _active, active);
        _time.Record(took.TotalSeconds);
    }
}
