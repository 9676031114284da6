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

    // Arrays are never changed, so that whoever sends to a stream reads them without a lock. Most streams are small, and telling all of a large one of a
    // coming or going costs far more than copying references.
    readonly ConcurrentDictionary<StreamAddress, StreamPresence[]> _streams = new();
    readonly ConcurrentDictionary<StreamAddress, bool> _relayedMatches = new();
    readonly PresenceEvents _events;
    readonly ClusterStreams _cluster;
    int _count;

    public PresenceTracker(PresenceEvents events, ClusterStreams cluster, RealtimeMeter meter)
    {
        (_events, _cluster) = (events, cluster);
        meter.Meter.CreateObservableGauge("nakama.presences", () => Volatile.Read(ref _count), description: "Presences of sessions of this node on streams.");
    }

    /// <summary>Everybody of this node on a stream, hidden ones included, as of now.</summary>
    public IReadOnlyList<StreamPresence> MembersOf(StreamAddress stream) => _streams.GetValueOrDefault(stream, Nobody);

    /// <summary>The same, for those who only walk through them.</summary>
    public ReadOnlySpan<StreamPresence> Members(StreamAddress stream) => _streams.GetValueOrDefault(stream, Nobody);

    /// <summary>All streams with members of this node, in no order.</summary>
    public IEnumerable<StreamAddress> Streams => _streams.Select(entry => entry.Key);

    /// <summary>The streams of relayed matches with members of this node, in no order; apart, as listings look through all of them.</summary>
    public IEnumerable<StreamAddress> RelayedMatches => _relayedMatches.Select(entry => entry.Key);

    /// <summary>Whether anybody is on the stream.</summary>
    public bool Exists(StreamAddress stream) => _streams.ContainsKey(stream);

    /// <summary>A session's presence on a stream, or null.</summary>
    public StreamPresence? Find(Session session, StreamAddress stream)
    {
        lock (_gate) return session.Presences.GetValueOrDefault(stream);
    }

    /// <summary>All streams that a session is on, in no order.</summary>
    public IReadOnlyList<StreamAddress> StreamsOf(Session session)
    {
        lock (_gate) return [.. session.Presences.Keys];
    }

    /// <summary>How many streams a session is on.</summary>
    public int CountOf(Session session)
    {
        lock (_gate) return session.Presences.Count;
    }

    /// <summary>Puts a session on a stream.</summary>
    public Tracking Track(Session session, StreamAddress stream, PresenceMeta meta)
    {
        lock (_gate)
        {
            if (!session.MayTrack) return Tracking.Refused;
            if (session.Presences.ContainsKey(stream)) return Tracking.WasThere;
            var presence = Enter(session, stream, meta);
            if (!meta.Hidden) _events.Announce(new PresenceChange(stream, [presence], [], PresenceReason.Join));
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
            if (joins.Length + leaves.Length > 0) _events.Announce(new PresenceChange(stream, joins, leaves, PresenceReason.Update));
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
            if (!_cluster.IsAlone) _cluster.Left(session, [stream], reason);
            if (!presence.Meta.Hidden) _events.Announce(new PresenceChange(stream, [], [presence], reason));
        }
    }

    /// <summary>Takes a session off all streams of these modes but one, which is one event.</summary>
    public void UntrackOthers(Session session, ReadOnlySpan<byte> modes, StreamAddress keep)
    {
        lock (_gate)
        {
            var leaving = new List<StreamPresence>();
            foreach (var presence in session.Presences.Values)
                if (presence.Stream != keep && modes.Contains(presence.Stream.Mode)) leaving.Add(presence);
            Exit(session, leaving, PresenceReason.Leave);
        }
    }

    /// <summary>Takes a closing session off everything, for good, which is one event.</summary>
    public void UntrackAll(Session session, PresenceReason reason)
    {
        lock (_gate)
        {
            session.MayTrack = false;
            Exit(session, [.. session.Presences.Values], reason);
        }
    }

    /// <summary>Drops all members of a stream. Nobody is told.</summary>
    public void Close(StreamAddress stream)
    {
        lock (_gate)
        {
            if (!_streams.TryRemove(stream, out var members)) return;
            foreach (var presence in members) presence.Session.Presences.Remove(stream);
            _count -= members.Length;
            End(stream);
            if (!_cluster.IsAlone) _cluster.Dropped(stream);
        }
    }

    /// <summary>Hands over everybody as of one moment, before any change after it is told to the cluster.</summary>
    internal void Read(Action<IEnumerable<StreamPresence>> read)
    {
        lock (_gate) read(_streams.Values.SelectMany(members => members));
    }

    StreamPresence Enter(Session session, StreamAddress stream, PresenceMeta meta)
    {
        var presence = new StreamPresence(session, stream, meta);
        var members = _streams.GetValueOrDefault(stream, Nobody);
        if (session.Presences.TryGetValue(stream, out var before))
        {
            var changed = members.ToArray();
            changed[Array.IndexOf(members, before)] = presence;
            _streams[stream] = changed;
        }
        else
        {
            _streams[stream] = [.. members, presence];
            _count++;
            if (members.Length == 0) Begin(stream);
        }

        session.Presences[stream] = presence;
        if (!_cluster.IsAlone) _cluster.Entered(presence);
        return presence;
    }

    void Exit(Session session, List<StreamPresence> leaving, PresenceReason reason)
    {
        if (leaving.Count == 0) return;
        if (!_cluster.IsAlone) _cluster.Left(session, [.. leaving.Select(presence => presence.Stream)], reason);
        var told = new List<PresenceChange>(leaving.Count);
        foreach (var presence in leaving)
        {
            Exit(presence);
            if (!presence.Meta.Hidden) told.Add(new(presence.Stream, [], [presence], reason));
        }

        if (told.Count > 0) _events.Announce([.. told]);
    }

    void Exit(StreamPresence presence)
    {
        var stream = presence.Stream;
        presence.Session.Presences.Remove(stream);
        _count--;
        var members = _streams[stream];
        if (members.Length > 1)
        {
            _streams[stream] = Array.FindAll(members, member => member != presence);
            return;
        }

        _streams.TryRemove(stream, out _);
        End(stream);
    }

    void Begin(StreamAddress stream)
    {
        if (stream.Mode == StreamMode.RelayedMatch) _relayedMatches[stream] = true;
    }

    void End(StreamAddress stream)
    {
        if (stream.Mode == StreamMode.RelayedMatch) _relayedMatches.TryRemove(stream, out _);
    }
}
