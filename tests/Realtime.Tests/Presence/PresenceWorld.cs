using System.Diagnostics.Metrics;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Realtime.Tests.Presence;

/// <summary>Streams of one node without anything else: sessions on paper, and announcements that are written down, or held up.</summary>
sealed class PresenceWorld : IStreamAnnouncer, IDisposable
{
    readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly ManualResetEventSlim _mayTell = new(initialState: true);
    readonly List<string> _told = [];
    readonly NodeName _node = new("node");
    readonly SocketTraffic _traffic;

    public PresenceWorld(int queueMax = 1024)
    {
        var meter = new RealtimeMeter(_metrics.GetRequiredService<IMeterFactory>());
        _traffic = new(meter);
        var events = new PresenceEvents(
            () => [this], new() { PresenceEventQueueSize = queueMax }, meter, TimeProvider.System, NullLogger<PresenceEvents>.Instance);
        Tracker = new(events, ClusterStreams.Alone, meter);
        Elsewhere = new(events);
        Roster = new(Tracker, Elsewhere);
    }

    public PresenceTracker Tracker { get; }

    /// <summary>What other nodes tell.</summary>
    public RemotePresences Elsewhere { get; }

    public StreamRoster Roster { get; }

    /// <summary>What was told so far, e.g. <c>130 +ann -bob (Leave)</c>.</summary>
    public string[] Told
    {
        get
        {
            lock (_told) return [.. _told];
        }
    }

    /// <summary>The worker is busy from the next event on.</summary>
    public void HoldUp() => _mayTell.Reset();

    public void GoOn() => _mayTell.Set();

    public bool Covers(byte mode) => true;

    public void Announce(PresenceChange change)
    {
        var moves = change.Joins.Select(join => "+" + join.Plain.Username).Concat(change.Leaves.Select(leave => "-" + leave.Plain.Username));
        lock (_told) _told.Add($"{change.Stream.Mode} {string.Join(' ', moves)} ({change.Reason})");
        _mayTell.Wait();
    }

    /// <summary>A player's socket.</summary>
    public Session Open(string name)
    {
        var opening = new SessionOpening(Guid.NewGuid(), name, new Dictionary<string, string>(), 0, SocketFormat.Json, false, "en", "", "");
        return new(Guid.NewGuid(), _node, opening, new Nowhere(), _traffic, (_, _) => { });
    }

    public void Dispose()
    {
        GoOn();
        _metrics.Dispose();
    }

    sealed class Nowhere : IConnection
    {
        public SessionEnd? Send(ReadOnlySpan<byte> message, bool isReliable) => null;

        public void SendLast(ReadOnlySpan<byte> message)
        {
        }

        public void Close(SessionEnd end)
        {
        }
    }
}
