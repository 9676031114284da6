using KaosNet.Domain.Subscriptions;
using KaosNet.Projections.Feed;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Reading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Projections.Subscriptions.Delivering;

/// <summary>
/// Delivers to all subscribers, each by itself so that a slow one holds nobody else up, on one server of a game at a time. Looks every second whether subscriptions came,
/// changed or went, and at once after a change on this server. One whose delivery failed for other reasons than the subscriber's begins again at the next look.
/// </summary>
public sealed class SubscriptionWorker(
    SubscriptionLists lists, EventReader reader, Delivery delivery, DeliveryLog progress, DeliveryMeter figures, Database database, TimeProvider time,
    ILogger<SubscriptionWorker> logger)
    : BackgroundService, ICommitObserver
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly FeedTurn _turn = new(database, FeedTurn.LockOf("subscriptions", database.Schema));
    readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _changed = new(0, 1);

    void ICommitObserver.Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.Stream.Kind == Subscription.Kind) Wake();
        }
    }

    /// <summary>Looks now: something changed.</summary>
    public void Wake()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody was as quick; one look will do for both.
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _changed.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            while (true)
            {
                await Look(stoppingToken);
                using var interval = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                var tick = Task.Delay(Interval, time, interval.Token);
                var woken = _changed.WaitAsync(interval.Token);
                await Task.WhenAny(tick, woken);
                await interval.CancelAsync();
                // Whichever came second is over as well; a waking that it took along is answered by the look that follows.
                await Task.WhenAll(tick, woken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next server goes on.
        }
        finally
        {
            await EndAll();
            await _turn.Leave();
        }
    }

    async Task Look(CancellationToken cancel)
    {
        try
        {
            if (!await _turn.IsOurs(cancel))
            {
                await EndAll();
                return;
            }

            var wanted = (await lists.All(cancel)).Where(status => status.IsActive).ToDictionary(status => status.Subscription.Name, StringComparer.Ordinal);
            foreach (var (name, running) in _running.ToArray())
            {
                if (running.Task.IsCompleted || !wanted.TryGetValue(name, out var now) || now.Subscription != running.Subscription) await End(name);
            }

            foreach (var (name, status) in wanted)
            {
                if (!_running.ContainsKey(name)) _running.Add(name, Begin(status));
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it is, it must not end deliveries; the next look tries again.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            // Whose turn it is is not known any more.
            await EndAll();
            Tell(failed, "Subscriptions could not be looked after");
        }
    }

    Running Begin(SubscriptionStatus status)
    {
        var stop = new CancellationTokenSource();
        var run = new SubscriptionRun(status, reader, delivery, progress, figures, time);
        return new(status.Subscription, stop, Task.Run(() => run.Run(stop.Token)));
    }

    async Task End(string name)
    {
        if (!_running.Remove(name, out var running)) return;
        await running.Stop.CancelAsync();
        try
        {
            await running.Task;
        }
        catch (OperationCanceledException)
        {
            // As it was told to.
        }
#pragma warning disable CA1031 // It is told, and the subscription begins again from the place that is kept.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            Tell(failed, $"Deliveries to {name} broke off");
        }

        running.Stop.Dispose();
    }

    async Task EndAll()
    {
        foreach (var running in _running.Values) await running.Stop.CancelAsync();
        foreach (var name in _running.Keys.ToArray()) await End(name);
    }

    void Tell(Exception failed, string what)
    {
        if (failed is NpgsqlException away) database.Outage.Met(away);
        else if (failed is not DatabaseAwayException) logger.LogError(failed, "{What}", what);
    }

    sealed record Running(SubscriptionRow Subscription, CancellationTokenSource Stop, Task Task);
}
