using Microsoft.Extensions.Hosting;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// Sees to it that current periods are loaded when a server has started, in the background, and lets periods go that are over or that nobody asks for.
/// Requests don't wait for it: what they ask for is loaded first.
/// </summary>
public sealed class RankUpkeep(RankPreload preload, LeaderboardRanks ranks, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // The server goes on with its start meanwhile.
            await Task.Yield();
            using var timer = new PeriodicTimer(Interval, time);
            var isLoaded = false;
            do
            {
                isLoaded = isLoaded || await preload.Load(stoppingToken);
                ranks.Trim(time.GetUtcNow());
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
