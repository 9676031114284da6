using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Presence;

/// <summary>The other nodes' share of streams. A node alone has none, and pays nothing.</summary>
public abstract class ClusterStreams
{
    /// <summary>A node alone.</summary>
    public static readonly ClusterStreams Alone = new NoOthers();

    /// <summary>This node has its first member on the stream. Called in order, must not wait.</summary>
    public abstract void Entered(StreamAddress stream);

    /// <summary>This node has no member on the stream any more. Called in order, must not wait.</summary>
    public abstract void Left(StreamAddress stream);

    /// <summary>Takes an envelope to the stream's members on other nodes. Must not wait.</summary>
    public abstract void Send(StreamAddress stream, EncodedEnvelope envelope);

    sealed class NoOthers : ClusterStreams
    {
        public override void Entered(StreamAddress stream)
        {
        }

        public override void Left(StreamAddress stream)
        {
        }

        public override void Send(StreamAddress stream, EncodedEnvelope envelope)
        {
        }
    }
}
