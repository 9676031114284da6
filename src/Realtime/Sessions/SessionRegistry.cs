using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace KaosNet.Realtime.Sessions;

/// <summary>All open sockets of this node.</summary>
public sealed class SessionRegistry
{
    readonly ConcurrentDictionary<Guid, Session> _sessions = new();

    public SessionRegistry(RealtimeMeter meter) =>
        meter.Meter.CreateObservableGauge("nakama.sessions", () => _sessions.Count, description: "Open sockets on this node.");

    /// <summary>Open sockets.</summary>
    public int Count => _sessions.Count;

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<Session> All => _sessions.Select(entry => entry.Value);

    public bool TryFind(Guid id, [NotNullWhen(true)] out Session? session) => _sessions.TryGetValue(id, out session);

    internal void Add(Session session) => _sessions[session.Id] = session;

    internal bool Remove(Session session) => _sessions.TryRemove(session.Id, out _);
}
