using KaosNet.Domain.Subscriptions;
using KaosNet.Store.Reading;

namespace KaosNet.Projections.Subscriptions.Delivering;

/// <summary>
/// Delivers to one subscriber, one batch after the other: the next one leaves when the last was acknowledged or given up. What was sent and not yet acknowledged
/// when this ends, however it ends, is sent again.
/// </summary>
/// <param name="subscription">To whom, from where.</param>
/// <param name="reader">Gives the events.</param>
/// <param name="delivery">Posts them.</param>
/// <param name="log">Keeps how far it is.</param>
/// <param name="figures">Counts.</param>
/// <param name="time">Pauses go by it.</param>
public sealed class SubscriptionRun(
    SubscriptionStatus subscription, EventReader reader, Delivery delivery, DeliveryLog log, DeliveryMeter figures, TimeProvider time)
{
    /// <summary>The pause after the first failure; it doubles with each further one.</summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(5);

    /// <summary>While nothing passes the filter, the place is kept this often.</summary>
    static readonly TimeSpan KeptEvery = TimeSpan.FromSeconds(10);

    /// <summary>A place that is so far ahead of the one that was kept is kept at once.</summary>
    const long AheadMax = 100_000;

    readonly SubscriptionRow _row = subscription.Subscription;
    readonly SubscriptionTerms _terms = subscription.Subscription.ReadTerms();
    readonly EventFilter _filter = Delivery.FilterOf(subscription.Subscription);
    long _position = subscription.Progress.Position, _kept = subscription.Progress.Position;

    /// <summary>Until it is cancelled or halts.</summary>
    public async Task Run(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                var page = await reader.Next(_filter, _position, _terms.BatchSize, KeptEvery, stopping);
                if (page.Events.Count == 0)
                {
                    _position = page.Position;
                    if (page.IsAtEnd || _position - _kept > AheadMax) await Keep(stopping);
                    continue;
                }

                if (!await Deliver(page, stopping)) return;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It goes on from the place that is kept.
        }
    }

    /// <summary>How long to wait after so many failures: doubled each time, and a fifth more or less, so that not all who failed together come back together.</summary>
    /// <param name="failures">From 1.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan PauseAfter(int failures, double chance)
    {
        var pause = Math.Min(PauseMin.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 30)), PauseMax.TotalSeconds);
        return TimeSpan.FromSeconds(pause * (0.8 + (0.4 * chance)));
    }

    /// <returns>False when nothing more is to be sent.</returns>
    async Task<bool> Deliver(EventPage page, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            var error = await delivery.Post(_row, page.Events, attempt, stopping);
            if (error is null)
            {
                await log.Passed(_row, page.Position, isAcknowledged: true, stopping);
                figures.Delivered(page.Events.Count);
                (_position, _kept) = (page.Position, page.Position);
                return true;
            }

            figures.Failed();
            var isLast = attempt >= _terms.Attempts;
            var isHalting = isLast && _terms.OnFailure is FailureRule.Halt;
            await log.Failed(_row, _position, attempt, error, isHalting, stopping);
            if (isHalting) return false;
            if (isLast)
            {
                await log.GaveUp(_row, page.Events[0].Sequence, page.Events[^1].Sequence, page.Events.Count, attempt, error, page.Position, stopping);
                figures.GaveUp();
                (_position, _kept) = (page.Position, page.Position);
                return true;
            }

            await Task.Delay(PauseAfter(attempt, Chance()), time, stopping);
        }
    }

    async Task Keep(CancellationToken stopping)
    {
        if (_position == _kept) return;
        await log.Passed(_row, _position, isAcknowledged: false, stopping);
        _kept = _position;
    }

    static double Chance() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);
}
