using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Presence;

/// <summary>Sends envelopes to streams: to members on this node from memory, to others through the cluster.</summary>
public sealed class StreamRouter(PresenceTracker tracker, SessionRegistry sessions, ClusterStreams cluster)
{
    /// <summary>To all members, but for one session if given.</summary>
    public void Send(StreamAddress stream, Envelope envelope, Session? except = null)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        Deliver(stream, encoded, except);
        cluster.Send(stream, encoded);
    }

    /// <summary>To all members of several streams. Who is on two of them gets it twice.</summary>
    public void Send(ReadOnlySpan<StreamAddress> streams, Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        foreach (var stream in streams)
        {
            Deliver(stream, encoded, except: null);
            cluster.Send(stream, encoded);
        }
    }

    /// <summary>To the members on this node only; for what comes from another, or reaches others in another way.</summary>
    public void Deliver(StreamAddress stream, Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        Deliver(stream, encoded, except: null);
    }

    /// <summary>To these sessions, members or not.</summary>
    public void Send(IReadOnlyList<string> sessionIds, Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        for (var i = 0; i < sessionIds.Count; i++)
            if (Guid.TryParse(sessionIds[i], out var id) && sessions.TryFind(id, out var session)) session.Send(encoded);
    }

    void Deliver(StreamAddress stream, EncodedEnvelope envelope, Session? except)
    {
        foreach (var member in tracker.Members(stream))
            if (member.Session != except) member.Session.Send(envelope);
    }
}
