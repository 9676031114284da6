using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Presence;

/// <summary>Sends envelopes to streams and sessions: on this node from memory, on others through the cluster.</summary>
public sealed class StreamRouter(PresenceTracker tracker, SessionRegistry sessions, ClusterStreams cluster)
{
    /// <summary>To all members, but for one session if given.</summary>
    /// <param name="stream">Which stream.</param>
    /// <param name="envelope">What to send.</param>
    /// <param name="except">Whom not.</param>
    /// <param name="once">What it is known by in <see cref="PushedHere"/>, if the event feed brings it to other nodes too.</param>
    public void Send(StreamAddress stream, Envelope envelope, Session? except = null, Guid? once = null)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        Deliver(stream, encoded, except);
        cluster.Send([stream], encoded, once);
    }

    /// <summary>To all members of several streams. Who is on two of them gets it twice.</summary>
    public void Send(ReadOnlySpan<StreamAddress> streams, Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        foreach (var stream in streams) Deliver(stream, encoded, except: null);
        cluster.Send(streams, encoded);
    }

    /// <summary>To the members on this node only; for what comes from another, or reaches others in another way.</summary>
    public void Deliver(StreamAddress stream, Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        Deliver(stream, encoded, except: null);
    }

    /// <summary>As above, to several streams. Who is on two of them gets it twice.</summary>
    public void Deliver(ReadOnlySpan<StreamAddress> streams, Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        foreach (var stream in streams) Deliver(stream, encoded, except: null);
    }

    /// <summary>To these sessions, members of a stream or not, on whatever node.</summary>
    public void Send(IReadOnlyList<string> sessionIds, Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        List<Guid>? elsewhere = null;
        for (var i = 0; i < sessionIds.Count; i++)
        {
            if (!Guid.TryParse(sessionIds[i], out var id)) continue;
            if (sessions.TryFind(id, out var session)) session.Send(encoded);
            else if (!cluster.IsAlone) (elsewhere ??= []).Add(id);
        }

        if (elsewhere is not null) cluster.Send(elsewhere, only: null, encoded);
    }

    /// <summary>To every session of every node.</summary>
    public void SendToAll(Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        foreach (var session in sessions.All) session.Send(encoded);
        cluster.SendToAll(encoded);
    }

    /// <summary>To every session of this node.</summary>
    public void DeliverToAll(Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        foreach (var session in sessions.All) session.Send(encoded);
    }

    void Deliver(StreamAddress stream, EncodedEnvelope envelope, Session? except)
    {
        foreach (var member in tracker.Members(stream))
            if (member.Session != except) member.Session.Send(envelope);
    }
}
