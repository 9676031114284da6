using System.Collections.Concurrent;
using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Realtime.Presence;

/// <summary>A session of another node on a stream, as that node tells.</summary>
sealed class RemotePresence(RemoteSession session, StreamAddress stream, PresenceMeta meta) : StreamMember(stream, meta)
{
    public RemoteSession Session => session;

    public override Guid UserId => session.UserId;

    public override Guid SessionId => session.Id;

    public override MatchPresence Who => session.Who;

    public override UserPresence Plain => session.Plain;
}

/// <summary>A session of another node.</summary>
sealed class RemoteSession(object node, string name, Guid id, Guid userId, string username)
{
    public object Node => node;

    public Guid Id => id;

    public Guid UserId => userId;

    public UserPresence Plain { get; } = new() { UserId = userId.ToString("D"), SessionId = id.ToString("D"), Username = username };

    public MatchPresence Who => field ??= new(Plain.UserId, Plain.SessionId, username, name);

    public Dictionary<StreamAddress, RemotePresence> Presences { get; } = [];
}

/// <summary>
/// Who of the other nodes is on which stream: what those nodes have told, in their order. Each node announces comings and goings of all nodes to its own
/// members, so whoever reads a list here is told of everything that is not in it yet. Holds as much as the other nodes hold of their own.
/// </summary>
public sealed class RemotePresences(PresenceEvents events)
{
    static readonly RemotePresence[] Nobody = [];

    readonly Lock _gate = new();
    readonly ConcurrentDictionary<StreamAddress, RemotePresence[]> _streams = new();
    readonly Dictionary<object, Dictionary<Guid, RemoteSession>> _nodes = [];
    volatile int _count;

    /// <summary>Presences of all other nodes.</summary>
    public int Count => _count;

    /// <summary>Everybody of other nodes on a stream, hidden ones included, as of now.</summary>
    public IReadOnlyList<StreamMember> MembersOf(StreamAddress stream) => _count == 0 ? Nobody : _streams.GetValueOrDefault(stream, Nobody);

    /// <summary>Sessions are on streams from now on, or are there in another way: one event.</summary>
    /// <param name="node">The node that tells it.</param>
    /// <param name="name">That node's name.</param>
    /// <param name="entries">What it tells.</param>
    internal void Enter(object node, string name, IReadOnlyList<RemoteEntry> entries)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(node, out var sessions)) _nodes.Add(node, sessions = []);
            var told = new List<PresenceChange>(entries.Count);
            foreach (var entry in entries)
            {
                if (!sessions.TryGetValue(entry.SessionId, out var session))
                    sessions.Add(entry.SessionId, session = new(node, name, entry.SessionId, entry.UserId, entry.Username));
                if (Enter(session, entry) is { } change) told.Add(change);
            }

            if (told.Count > 0) events.Announce([.. told]);
        }
    }

    /// <summary>A session is off these streams: one event.</summary>
    internal void Leave(object node, Guid sessionId, IReadOnlyList<StreamAddress> streams, PresenceReason reason)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(node, out var sessions) || !sessions.TryGetValue(sessionId, out var session)) return;
            var left = new List<RemotePresence>(streams.Count);
            foreach (var stream in streams)
                if (session.Presences.Remove(stream, out var presence)) left.Add(presence);
            if (session.Presences.Count == 0) sessions.Remove(sessionId);
            Exit(left, reason);
        }
    }

    /// <summary>A node's members are off a stream. Nobody is told.</summary>
    internal void Drop(object node, StreamAddress stream)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(stream, out var members)) return;
            var dropped = Array.FindAll(members, member => member.Session.Node == node);
            foreach (var presence in dropped)
            {
                presence.Session.Presences.Remove(stream);
                if (presence.Session.Presences.Count == 0) _nodes[node].Remove(presence.SessionId);
            }

            Remove(stream, dropped);
        }
    }

    /// <summary>A node is gone, and all its sessions with it: one event.</summary>
    internal void Lose(object node)
    {
        lock (_gate)
        {
            if (_nodes.Remove(node, out var sessions)) Exit([.. sessions.Values.SelectMany(session => session.Presences.Values)], PresenceReason.Disconnect);
        }
    }

    PresenceChange? Enter(RemoteSession session, RemoteEntry entry)
    {
        var before = session.Presences.GetValueOrDefault(entry.Stream);
        var after = new RemotePresence(session, entry.Stream, entry.Meta);
        session.Presences[entry.Stream] = after;
        var members = _streams.GetValueOrDefault(entry.Stream, Nobody);
        if (before is null) _count++;
        _streams[entry.Stream] = before is null ? [.. members, after] : Array.ConvertAll(members, member => member == before ? after : member);

        StreamMember[] joins = entry.Meta.Hidden ? [] : [after];
        StreamMember[] leaves = before is null || before.Meta.Hidden ? [] : [before];
        if (joins.Length + leaves.Length == 0) return null;
        return new(entry.Stream, joins, leaves, before is null ? PresenceReason.Join : PresenceReason.Update);
    }

    /// <summary>A stream's members who left together are told of together.</summary>
    void Exit(List<RemotePresence> left, PresenceReason reason)
    {
        var told = new List<PresenceChange>();
        foreach (var there in left.GroupBy(presence => presence.Stream))
        {
            Remove(there.Key, [.. there]);
            StreamMember[] leaves = [.. there.Where(presence => !presence.Meta.Hidden)];
            if (leaves.Length > 0) told.Add(new(there.Key, [], leaves, reason));
        }

        if (told.Count > 0) events.Announce([.. told]);
    }

    void Remove(StreamAddress stream, RemotePresence[] left)
    {
        _count -= left.Length;
        var members = _streams[stream];
        if (members.Length == left.Length) _streams.TryRemove(stream, out _);
        else if (left.Length == 1) _streams[stream] = Array.FindAll(members, member => member != left[0]);
        else
        {
            var gone = left.ToHashSet();
            _streams[stream] = Array.FindAll(members, member => !gone.Contains(member));
        }
    }
}

/// <summary>What a node tells of a session of its own that comes to a stream.</summary>
[GenerateSerializer, Immutable]
public sealed record RemoteEntry(StreamAddress Stream, Guid SessionId, Guid UserId, string Username, PresenceMeta Meta);
