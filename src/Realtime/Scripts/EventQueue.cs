using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Scripts;

/// <summary>Bounds of the queue of events.</summary>
public sealed record EventQueueSettings
{
    /// <summary>Events that may wait.</summary>
    public int QueueMax { get; init; } = 65536;

    /// <summary>Events that are worked on at the same time.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>What the waiting events may take in memory, in bytes, about.</summary>
    public long BytesMax { get; init; } = 64L << 20;
}

/// <summary>
/// Events on their way to the functions that modules registered for them: whoever reports one never waits. When the queue is full the event is dropped and
/// counted; without such functions it vanishes.
/// </summary>
public sealed class EventQueue : IHostedService, IDisposable
{
    static readonly TimeSpan BetweenWarnings = TimeSpan.FromSeconds(10);

    readonly IEventFunctions _functions;
    readonly EventQueueSettings _settings;
    readonly TimeProvider _time;
    readonly ILogger<EventQueue> _log;
    readonly Channel<GameEvent> _waiting;
    readonly CancellationTokenSource _stopping = new();
    Task _working = Task.CompletedTask;
    long _bytes;
    long _dropped;
    long _warnAt;

    public EventQueue(IEventFunctions functions, EventQueueSettings settings, RealtimeMeter meter, TimeProvider time, ILogger<EventQueue> log)
    {
        (_functions, _settings, _time, _log) = (functions, settings, time, log);
        _waiting = Channel.CreateBounded<GameEvent>(settings.QueueMax);
        meter.Meter.CreateObservableCounter("nakama.dropped_events", () => Dropped, description: "Runtime events lost to a full queue.");
    }

    /// <summary>Events that were dropped so far.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether events of a kind are of any interest.</summary>
    public bool Takes(EventKind kind) => _functions.Takes(kind);

    /// <summary>Hands an event over, or drops it.</summary>
    public void Report(GameEvent happened)
    {
        if (!Takes(happened.Kind)) return;
        if (Interlocked.Add(ref _bytes, happened.Weight) <= _settings.BytesMax && _waiting.Writer.TryWrite(happened)) return;
        Interlocked.Add(ref _bytes, -happened.Weight);
        var dropped = Interlocked.Increment(ref _dropped);
        var (now, warnAt) = (_time.GetTimestamp(), Volatile.Read(ref _warnAt));
        var next = now + (long)(BetweenWarnings.TotalSeconds * _time.TimestampFrequency);
        if (now >= warnAt && Interlocked.CompareExchange(ref _warnAt, next, warnAt) == warnAt)
            _log.LogWarning("The queue of events is full: {Dropped} events were dropped so far", dropped);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _working = Task.WhenAll(Enumerable.Range(0, _settings.Workers).Select(_ => Task.Run(Work, CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Takes nothing more and works off what waits, for as long as the server has.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await using var impatience = cancellationToken.UnsafeRegister(static stopping => ((CancellationTokenSource)stopping!).Cancel(), _stopping);
        await _working;
    }

    public void Dispose() => _stopping.Dispose();

    async Task Work()
    {
        // What waits is worked off also after the queue was closed, unless there is no time.
        while (!_stopping.IsCancellationRequested && await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (!_stopping.IsCancellationRequested && _waiting.Reader.TryRead(out var happened))
            {
                Interlocked.Add(ref _bytes, -happened.Weight);
                try
                {
                    await _functions.Take(happened, _stopping.Token);
                }
                catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
                {
                    return;
                }
#pragma warning disable CA1031 // whatever broke with one event must not end the work on all others
                catch (Exception failure)
#pragma warning restore CA1031
                {
                    _log.LogError(failure, "The functions for events failed with {Event}", happened.Name);
                }
            }
        }
    }
}
