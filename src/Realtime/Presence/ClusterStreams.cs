using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Presence;

/// <summary>
/// The other nodes' share of streams and sessions. A node alone has none, and pays nothing. What answers nothing goes out in the order of the calls and must
/// not wait; see docs/decisions/0021.
/// </summary>
public abstract class ClusterStreams
{
    /// <summary>A node alone.</summary>
    public static readonly ClusterStreams Alone = new NoOthers();

    /// <summary>Whether there is no other node; nothing else need be called then.</summary>
    public abstract bool IsAlone { get; }

    /// <summary>A session of this node is on a stream from now on, or is there in another way.</summary>
    public abstract void Entered(StreamPresence presence);

    /// <summary>A session of this node is off streams, all at once.</summary>
    public abstract void Left(Session session, IReadOnlyList<StreamAddress> streams, PresenceReason reason);

    /// <summary>All of this node are off a stream without a word.</summary>
    public abstract void Dropped(StreamAddress stream);

    /// <summary>Takes an envelope to the members of streams on other nodes. It goes to each of them, as only they know who has come just now.</summary>
    /// <param name="streams">Which streams.</param>
    /// <param name="envelope">What to send.</param>
    /// <param name="once">What those nodes may hear of from the event feed too: whatever comes second is not pushed.</param>
    public abstract void Send(ReadOnlySpan<StreamAddress> streams, EncodedEnvelope envelope, Guid? once = null);

    /// <summary>Takes an envelope to sessions of other nodes; those that are on no node that is known are passed over.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="only">Only as long as they are on this stream; null for whether they are or not.</param>
    /// <param name="envelope">What to send.</param>
    public abstract void Send(IReadOnlyCollection<Guid> sessions, StreamAddress? only, EncodedEnvelope envelope);

    /// <summary>Takes an envelope to all sessions of other nodes.</summary>
    public abstract void SendToAll(EncodedEnvelope envelope);

    /// <summary>Drops a stream on the other nodes without a word.</summary>
    public abstract void Close(StreamAddress stream);

    /// <summary>Whether the node that gave a session its id is there, and another one.</summary>
    public abstract bool Reaches(Guid sessionId);

    /// <summary>Takes sessions of other nodes off a stream.</summary>
    public abstract void Expel(IReadOnlyCollection<Guid> sessions, StreamAddress stream);

    /// <summary>Closes sessions of other nodes.</summary>
    public abstract void Disconnect(IReadOnlyCollection<Guid> sessions, PresenceReason reason);

    /// <summary>A player's sockets on other nodes, as far as is known.</summary>
    public abstract IReadOnlyCollection<Guid> SocketsElsewhere(Guid userId);

    /// <summary>A player whose sockets close each other has a new one here: those on other nodes are to close.</summary>
    public abstract void TookOver(Session session);

    /// <summary>
    /// Puts a session of another node on a stream, or changes how it is there. Answers whether it was not there before; null when there is no such node.
    /// </summary>
    public abstract ValueTask<Answer<bool>?> Put(
        Guid userId, Guid sessionId, StreamAddress stream, PresenceMeta meta, bool mayChange, CancellationToken cancel);

    sealed class NoOthers : ClusterStreams
    {
        public override bool IsAlone => true;

        public override void Entered(StreamPresence presence)
        {
        }

        public override void Left(Session session, IReadOnlyList<StreamAddress> streams, PresenceReason reason)
        {
        }

        public override void Dropped(StreamAddress stream)
        {
        }

        public override void Send(ReadOnlySpan<StreamAddress> streams, EncodedEnvelope envelope, Guid? once = null)
        {
        }

        public override void Send(IReadOnlyCollection<Guid> sessions, StreamAddress? only, EncodedEnvelope envelope)
        {
        }

        public override void SendToAll(EncodedEnvelope envelope)
        {
        }

        public override void Close(StreamAddress stream)
        {
        }

        public override bool Reaches(Guid sessionId) => false;

        public override void Expel(IReadOnlyCollection<Guid> sessions, StreamAddress stream)
        {
        }

        public override void Disconnect(IReadOnlyCollection<Guid> sessions, PresenceReason reason)
        {
        }

        public override IReadOnlyCollection<Guid> SocketsElsewhere(Guid userId) => [];

        public override void TookOver(Session session)
        {
        }

        public override ValueTask<Answer<bool>?> Put(
            Guid userId, Guid sessionId, StreamAddress stream, PresenceMeta meta, bool mayChange, CancellationToken cancel) => default;
    }
}
