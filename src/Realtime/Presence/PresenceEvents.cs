using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Presence;

/// <summary>What a kind of stream does when members come and go.</summary>
public interface IStreamAnnouncer
{
    /// <summary>Whether streams of this mode are its business.</summary>
    bool Covers(byte mode);

    /// <summary>
    /// Tells whoever is to know on this node. Every node is told of the changes of all nodes, one at a time, those of each node in order; must not wait.
    /// </summary>
    void Announce(PresenceChange change);
}

/// <summary>
/// Presence events, of this node and of others: one bounded queue, told by one thread at a time in the order of the changes. When the queue is full all of
/// it is dropped, as clients expect.
/// </summary>
public sealed class PresenceEvents : IThreadPoolWorkItem
{
    readonly Lock _gate = new();
    readonly Queue<(PresenceChange[] Changes, long Since)> _queue = new();
    readonly Lazy<IStreamAnnouncer[]> _announcers;
    readonly ILogger _log;
    readonly TimeProvider _time;
    readonly Histogram<double> _waited;
    readonly Histogram<double> _took;
    long _told;
    readonly int _max;
    bool _running;

    /// <param name="announcers">Asked for at the first event, since some of them need the tracker, which needs this.</param>
    public PresenceEvents(
        Func<IEnumerable<IStreamAnnouncer>> announcers, SocketSettings settings, RealtimeMeter meter, TimeProvider time, ILogger<PresenceEvents> log)
    {
        _announcers = new(() =>
        {
            var all = announcers().ToArray();
            return [.. Enumerable.Range(0, 256).Select(mode => all.FirstOrDefault(one => one.Covers((byte)mode)) ?? Silent.One)];
        });
        _max = settings.PresenceEventQueueSize;
        _log = log;
        _time = time;
        _waited = meter.Meter.CreateHistogram<double>("nakama.presence_event_dequeue_latency_ms", "s", "Time that presence events waited, in seconds.");
        _took = meter.Meter.CreateHistogram<double>("nakama.presence_event_process_latency_ms", "s", "Time to tell presence events, in seconds.");
        meter.Meter.CreateObservableCounter("nakama.presence_event_count", () => Volatile.Read(ref _told), description: "Presence events told.");
    }

    /// <summary>What happened at once counts as one event, on however many streams it did.</summary>
    internal void Announce(params PresenceChange[] changes)
    {
        lock (_gate)
        {
            if (_queue.Count >= _max)
            {
                _log.LogError("{Count} presence events were dropped: more happened than can be told", _queue.Count);
                _queue.Clear();
            }

            _queue.Enqueue((changes, _time.GetTimestamp()));
            if (_running) return;
            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TryTakeNext(out var changes, out var since))
        {
            var started = _time.GetTimestamp();
            _waited.Record(_time.GetElapsedTime(since, started).TotalSeconds);
            foreach (var change in changes) Tell(change);
            _took.Record(_time.GetElapsedTime(started).TotalSeconds);
            Interlocked.Increment(ref _told);
        }
    }

    void Tell(PresenceChange change)
    {
        try
        {
            _announcers.Value[change.Stream.Mode].Announce(change);
        }
        catch (Exception bug)
        {
            _log.LogError(bug, "A presence event could not be told");
        }
    }

    bool TryTakeNext([NotNullWhen(true)] out PresenceChange[]? changes, out long since)
    {
        lock (_gate)
        {
            var taken = _queue.TryDequeue(out var next);
            (changes, since) = next;
            if (!taken) _running = false;
            return taken;
        }
    }

    /// <summary>Streams whose comings and goings nobody is told of.</summary>
    sealed class Silent : IStreamAnnouncer
    {
        public static readonly Silent One = new();

        public bool Covers(byte mode) => true;

        public void Announce(PresenceChange change)
        {
        }
    }
}
