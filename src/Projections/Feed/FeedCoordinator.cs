using JasperFx;
using JasperFx.Events.Daemon;
using KaosNet.Store;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Projections.Feed;

/// <summary>
/// Keeps this server's subscriptions running: those of every server from before its first request on, those of one server while it is its turn. One that
/// failed is started again, from where it was.
/// </summary>
sealed class FeedCoordinator(
    IDocumentStore store, Database database, FeedTurn turn, IReadOnlyList<FeedSubscription> subscriptions, TimeProvider time, ILogger<FeedCoordinator> logger,
    ILogger<IProjectionDaemon> daemonLogger)
    : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly List<FeedSubscription> _each = [.. subscriptions.Where(one => one.Audience is FeedAudience.EachServer)];
    readonly List<FeedSubscription> _one = [.. subscriptions.Where(one => one.Audience is FeedAudience.OneServer)];
    IProjectionDaemon? _daemon;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Under its own name: each of its starts and stops is worth a line to those who look into Marten, not to an operator.
        _daemon = await store.BuildProjectionDaemonAsync(logger: daemonLogger);
        // Awaited, since what is read into memory from now on misses nothing that is committed after it was read.
        await Run(_each, cancellationToken);
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
                await Run(_each, stoppingToken);
                if (_one.Count == 0) continue;
                if (await turn.IsOurs(stoppingToken)) await Run(_one, stoppingToken);
                else await Halt(_one);
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
                await Halt(_one);
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

    async Task Run(List<FeedSubscription> wanted, CancellationToken cancel)
    {
        foreach (var subscription in wanted)
        {
            if (StatusOf(subscription) is AgentStatus.Running) continue;
            await _daemon!.StartAgentAsync(subscription.Shard, cancel);
        }
    }

    async Task Halt(List<FeedSubscription> unwanted)
    {
        foreach (var subscription in unwanted)
        {
            if (StatusOf(subscription) is AgentStatus.Running) await _daemon!.StopAgentAsync(subscription.Shard);
        }
    }

    AgentStatus StatusOf(FeedSubscription subscription) =>
        _daemon!.CurrentAgents().FirstOrDefault(agent => agent.Name.Identity == subscription.Shard)?.Status ?? AgentStatus.Stopped;
}
