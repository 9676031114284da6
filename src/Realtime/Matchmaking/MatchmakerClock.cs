using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>Turns the passes, one an interval; the next one never before the last is through.</summary>
public sealed class MatchmakerClock(Matchmaker matchmaker, MatchmakerRules rules, TimeProvider time, ILogger<MatchmakerClock> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(rules.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Turn(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    async Task Turn(CancellationToken cancel)
    {
        try
        {
            await matchmaker.Pass(cancel);
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            log.LogError(failed, "A pass of the matchmaker failed; its tickets wait for the next one");
        }
    }
}
