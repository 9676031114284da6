using System.Collections.Concurrent;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Presence;

/// <summary>What came of putting a session on a stream.</summary>
public enum Tracking
{
    /// <summary>It is there from now on.</summary>
    Tracked,

    /// <summary>It was there already, and stays as it was.</summary>
    WasThere,

    /// <summary>The session is closing.</summary>
    Refused,
}

/// <summary>
/// Who of this node is on which stream. A stream exists while somebody is on it. Changes are announced in the order in which they were made.
/// </summary>
public sealed class PresenceTracker
{
    static readonly StreamPresence[] Nobody = [];

    readonly Lock _gate = new();
    readonly ConcurrentDictionary<StreamAddress, Members> _streams = new();
    readonly PresenceEvents _events;
    readonly ClusterStreams _cluster;
    int _count;

    public PresenceTracker(PresenceEvents events, ClusterStreams cluster, RealtimeMeter meter)
    {
        (_events, _cluster) = (events, cluster);
        meter.Meter.CreateObservableGauge("nakama.presences", () => Volatile.Read(ref _count), description: "Presences of sessions of this node on streams.");
    }

    /// <summary>Everybody of this node on a stream, hidden ones included, as of now.</summary>
    public IReadOnlyList<StreamPresence> MembersOf(StreamAddress stream)
    {
        if (!_streams.TryGetValue(stream, out var members)) return Nobody;
        if (members.Snapshot is { } snapshot) return snapshot;
        lock (_gate) return members.Snapshot ??= [.. members.BySession.Values];
    }

    /// <summary>All streams with members of this node, in no order.</summary>
    public IEnumerable<StreamAddress> Streams => _streams.Select(entry => entry.Key);

    /// <summary>Whether anybody is on the stream.</summary>
    public bool Exists(StreamAddress stream) => _streams.ContainsKey(stream);

    /// <summary>A session's presence on a stream, or null.</summary>
    public StreamPresence? Find(Session session, StreamAddress stream)
    {
        lock (_gate) return session.Presences.GetValueOrDefault(stream);
    }

    /// <summary>Puts a session on a stream.</summary>
    public Tracking Track(Session session, StreamAddress stream, PresenceMeta meta)
    {
        lock (_gate)
        {
            if (!session.MayTrack) return Tracking.Refused;
            if (session.Presences.ContainsKey(stream)) return Tracking.WasThere;
            var presence = Enter(session, stream, meta);
            if (!meta.Hidden) _events.Announce(new(stream, [presence], [], PresenceReason.Join));
            return Tracking.Tracked;
        }
    }

    /// <summary>Puts a session on a stream or changes how it is there. False when the session is closing.</summary>
    public bool Update(Session session, StreamAddress stream, PresenceMeta meta)
    {
        lock (_gate)
        {
            if (!session.MayTrack) return false;
            var before = session.Presences.GetValueOrDefault(stream);
            var presence = Enter(session, stream, meta);
            StreamPresence[] joins = meta.Hidden ? [] : [presence];
            StreamPresence[] leaves = before is null || before.Meta.Hidden ? [] : [before];
            if (joins.Length + leaves.Length > 0) _events.Announce(new(stream, joins, leaves, PresenceReason.Update));
            return true;
        }
    }

    /// <summary>Takes a session off a stream; nothing happens when it is not there.</summary>
    public void Untrack(Session session, StreamAddress stream, PresenceReason reason = PresenceReason.Leave)
    {
        lock (_gate)
        {
            if (!session.Presences.TryGetValue(stream, out var presence)) return;
            Exit(presence);
            if (!presence.Meta.Hidden) _events.Announce(new(stream, [], [presence], reason));
        }
    }

    /// <summary>Takes a session off all streams of these modes but one.</summary>
    public void UntrackOthers(Session session, ReadOnlySpan<byte> modes, StreamAddress keep)
    {
        lock (_gate)
        {
            foreach (var presence in session.Presences.Values.ToArray())
            {
                if (presence.Stream == keep || !modes.Contains(presence.Stream.Mode)) continue;
                Exit(presence);
                if (!presence.Meta.Hidden) _events.Announce(new(presence.Stream, [], [presence], PresenceReason.Leave));
            }
        }
    }

    /// <summary>Takes a closing session off everything, for good.</summary>
    public void UntrackAll(Session session, PresenceReason reason)
    {
        lock (_gate)
        {
            session.MayTrack = false;
            foreach (var presence in session.Presences.Values.ToArray())
            {
                Exit(presence);
                if (!presence.Meta.Hidden) _events.Announce(new(presence.Stream, [], [presence], reason));
            }
        }
    }

    /// <summary>Drops all members of a stream. Nobody is told.</summary>
    public void Close(StreamAddress stream)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(stream, out var members)) return;
            foreach (var presence in members.BySession.Values.ToArray()) Exit(presence);
        }
    }

    StreamPresence Enter(Session session, StreamAddress stream, PresenceMeta meta)
    {
        var presence = new StreamPresence(session, stream, meta);
        if (!_streams.TryGetValue(stream, out var members))
        {
            _streams[stream] = members = new();
            _cluster.Entered(stream);
        }

        if (!members.BySession.ContainsKey(session.Id)) _count++;
        members.BySession[session.Id] = presence;
        members.Snapshot = null;
        session.Presences[stream] = presence;
        return presence;
    }

    void Exit(StreamPresence presence)
    {
        presence.Session.Presences.Remove(presence.Stream);
        var members = _streams[presence.Stream];
        if (members.BySession.Remove(presence.Session.Id)) _count--;
        members.Snapshot = null;
        if (members.BySession.Count > 0) return;
        _streams.TryRemove(presence.Stream, out _);
        _cluster.Left(presence.Stream);
    }

    sealed class Members
    {
        volatile StreamPresence[]? _snapshot;

        public OrderedDictionary<Guid, StreamPresence> BySession { get; } = [];

        /// <summary>Made when somebody asks, dropped when somebody comes or goes.</summary>
        public StreamPresence[]? Snapshot
        {
            get => _snapshot;
            set => _snapshot = value;
        }
    }
}
