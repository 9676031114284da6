using KaosNet.Projections.Matches;
using KaosNet.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Realtime.Matches.Resuming;

/// <summary>
/// Has left matches found before the first client is served, goes on with them once modules are there, and then says every few seconds that this run of the server
/// is alive.
/// </summary>
public sealed class MatchResumingProcess(MatchResumer resumer, IMatchRuns runs, TimeProvider time, ILogger<MatchResumingProcess> log)
    : BackgroundService, IHostedLifecycleService
{
    static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    IReadOnlyList<OpenMatch> _left = [];

    public async Task StartingAsync(CancellationToken cancellationToken) => _left = await resumer.Look(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _started.TrySetResult();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => runs.DisposeAsync().AsTask();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _started.Task.WaitAsync(stoppingToken);
            await Round(() => resumer.Resume(_left, stoppingToken), stoppingToken);
            while (true)
            {
                await Task.Delay(BetweenLooks, time, stoppingToken);
                await Round(async () => await resumer.Resume(await resumer.Look(stoppingToken), stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is still to be resumed waits for the next run.
        }
    }

    async Task Round(Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
        }
        catch (Exception away) when (away is NpgsqlException or DatabaseAwayException or TimeoutException)
        {
            log.LogDebug(away, "The database cannot be asked for matches that were left behind");
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            log.LogError(failure, "Matches that were left behind could not be looked after");
        }
    }
}
