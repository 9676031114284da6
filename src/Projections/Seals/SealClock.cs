using KaosNet.Store;
using KaosNet.Store.Chain;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Projections.Seals;

/// <summary>
/// Seals the history at intervals and when the server has stopped. Every server of a game has one; whoever comes first in an interval does it for all.
/// </summary>
public sealed class SealClock(SealMaker maker, SealCopies copies, SealOptions options, Database database, TimeProvider time, ILogger<SealClock> log)
    : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>When everything has stopped nothing more happens, and the last seal is over all of it.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (options.Interval <= TimeSpan.Zero) return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.StopMax);
        await Seal(atLeastAfter: null, patience.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Interval <= TimeSpan.Zero) return;
        using var timer = new PeriodicTimer(options.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Seal(time.GetUtcNow() - (options.Interval / 2), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last one is made when everything has stopped.
        }
    }

    async Task Seal(DateTimeOffset? atLeastAfter, CancellationToken cancel)
    {
        try
        {
            await foreach (var made in maker.Make(atLeastAfter, cancel)) await copies.Keep(made, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            log.LogDebug("A seal was not made in time; the next one is over its events too");
        }
#pragma warning disable CA1031 // Whatever it is, it must not end the clock; the next seal is over what this one would have been over.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            copies.Failed("make");
            if (failed is NpgsqlException and not PostgresException) database.Outage.Met(failed);
            else log.LogError(failed, "The history could not be sealed");
        }
    }
}
