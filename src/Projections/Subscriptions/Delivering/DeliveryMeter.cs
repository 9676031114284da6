using System.Diagnostics.Metrics;

namespace KaosNet.Projections.Subscriptions.Delivering;

/// <summary>The figures of deliveries on this server.</summary>
public sealed class DeliveryMeter : IDisposable
{
    readonly Meter _meter;
    long _delivered, _failed, _givenUp;

    public DeliveryMeter(IMeterFactory meters)
    {
        _meter = meters.Create("KaosNet.Subscriptions.Delivering");
        _meter.CreateObservableCounter("kaos.subscriptions.delivered", () => Interlocked.Read(ref _delivered), "{event}", "Events that subscribers acknowledged.");
        _meter.CreateObservableCounter("kaos.subscriptions.failed", () => Interlocked.Read(ref _failed), "{call}", "Calls of subscribers that were not acknowledged.");
        _meter.CreateObservableCounter("kaos.subscriptions.given_up", () => Interlocked.Read(ref _givenUp), "{batch}", "Batches that became dead letters.");
    }

    /// <summary>A batch was acknowledged.</summary>
    public void Delivered(int events) => Interlocked.Add(ref _delivered, events);

    /// <summary>A call was not.</summary>
    public void Failed() => Interlocked.Increment(ref _failed);

    /// <summary>A batch became a dead letter.</summary>
    public void GaveUp() => Interlocked.Increment(ref _givenUp);

    public void Dispose() => _meter.Dispose();
}
