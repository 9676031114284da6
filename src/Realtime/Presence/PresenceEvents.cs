using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Presence;

/// <summary>What a kind of stream does when members come and go.</summary>
public interface IStreamAnnouncer
{
    /// <summary>Whether streams of this mode are its business.</summary>
    bool Covers(byte mode);

    /// <summary>Tells whoever is to know. One change at a time, in order; must not wait.</summary>
    void Announce(PresenceChange change);
}

/// <summary>
/// Presence events of this node: one bounded queue, told by one thread at a time in the order of the changes. When the queue is full all of it is
/// dropped, as clients expect.
/// </summary>
public sealed class PresenceEvents : IThreadPoolWorkItem
{
    readonly Lock _gate = new();
    readonly Queue<PresenceChange> _queue = new();
    readonly Lazy<IStreamAnnouncer[]> _announcers;
    readonly ILogger _log;
    readonly int _max;
    bool _running;

    /// <param name="announcers">Asked for at the first event, since some of them need the tracker, which needs this.</param>
    public PresenceEvents(Func<IEnumerable<IStreamAnnouncer>> announcers, SocketSettings settings, ILogger<PresenceEvents> log)
    {
        _announcers = new(() =>
        {
            var all = announcers().ToArray();
            return [.. Enumerable.Range(0, 256).Select(mode => all.FirstOrDefault(one => one.Covers((byte)mode)) ?? Silent.One)];
        });
        _max = settings.PresenceEventQueueSize;
        _log = log;
    }

    internal void Announce(PresenceChange change)
    {
        lock (_gate)
        {
            if (_queue.Count >= _max)
            {
                _log.LogError("{Count} presence events were dropped: more happened than can be told", _queue.Count);
                _queue.Clear();
            }

            _queue.Enqueue(change);
            if (_running) return;
            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TakeNext() is { } change)
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
    }

    PresenceChange? TakeNext()
    {
        lock (_gate)
        {
            if (_queue.TryDequeue(out var change)) return change;
            _running = false;
            return null;
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
