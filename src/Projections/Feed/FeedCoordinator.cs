using JasperFx;
using JasperFx.Events.Daemon;
using KaosNet.Store;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Projections.Feed;

/// <summary>
/// Runs the subscriptions that one server runs for all while it is this server's turn. One that failed is started again, from where it was.
/// </summary>
sealed class FeedCoordinator(
    IDocumentStore store, Database database, FeedTurn turn, IReadOnlyList<FeedSubscription> subscriptions, TimeProvider time, ILogger<FeedCoordinator> logger,
    ILogger<IProjectionDaemon> daemonLogger)
    : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    IProjectionDaemon? _daemon;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Under its own name: each of its starts and stops is worth a line to those who look into Marten, not to an operator.
        _daemon = await store.BuildProjectionDaemonAsync(logger: daemonLogger);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_daemon is { } daemon)
        {
            await daemon.StopAllAsync();
            daemon.Dispose();
        }

        await turn.Leave();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                if (subscriptions.Count == 0) return;
                if (await turn.IsOurs(stoppingToken)) await RunAll(stoppingToken);
                else await HaltAll();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, it must not end the feed; the next round tries again.
            catch (Exception failed)
#pragma warning restore CA1031
            {
                if (failed is NpgsqlException away) database.Outage.Met(away);
                else logger.LogError(failed, "The event feed's subscriptions could not be looked after");
                await HaltAll();
            }
        }
        while (await Next(timer, stoppingToken));
    }

    static async Task<bool> Next(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    async Task RunAll(CancellationToken cancel)
    {
        foreach (var subscription in subscriptions)
        {
            if (StatusOf(subscription) is AgentStatus.Running) continue;
            await _daemon!.StartAgentAsync(subscription.Shard, cancel);
        }
    }

    async Task HaltAll()
    {
        foreach (var subscription in subscriptions)
        {
            if (StatusOf(subscription) is AgentStatus.Running) await _daemon!.StopAgentAsync(subscription.Shard);
        }
    }

    AgentStatus StatusOf(FeedSubscription subscription) =>
        _daemon!.CurrentAgents().FirstOrDefault(agent => agent.Name.Identity == subscription.Shard)?.Status ?? AgentStatus.Stopped;
}
