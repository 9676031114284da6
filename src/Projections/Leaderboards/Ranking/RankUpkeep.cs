using Microsoft.Extensions.Hosting;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// Loads the current period of every board that ranks when a server starts, in the background and in the order of the boards' creation, and lets periods
/// go that are over or that nobody asks for. Requests don't wait for it: what they ask for is loaded first.
/// </summary>
public sealed class RankUpkeep(LeaderboardDirectory directory, LeaderboardRanks ranks, RankSettings settings, TimeProvider time) : BackgroundService
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
                isLoaded = isLoaded || await LoadAll(stoppingToken);
                ranks.Trim(time.GetUtcNow());
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>False when the database could not be asked; a minute later it is tried again.</summary>
    async Task<bool> LoadAll(CancellationToken cancel)
    {
        try
        {
            var isComplete = true;
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Workers, CancellationToken = cancel };
            await Parallel.ForEachAsync(await directory.All(cancel), parallel, async (board, _) =>
            {
                if (!await ranks.Preload(board, time.GetUtcNow(), cancel)) Volatile.Write(ref isComplete, false);
            });
            return isComplete;
        }
        catch (Npgsql.NpgsqlException)
        {
            // Whoever asks for a board meets the same failure and tells of it.
            return false;
        }
    }
}
