using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Routing;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using Party = KaosNet.Realtime.Parties.Deciding.Party;

namespace KaosNet.Realtime.Parties;

/// <summary>The sockets of parties' members, on this server and on others.</summary>
public sealed class PartyAudience(
    PresenceTracker tracker, SessionRegistry sessions, StreamRouter router, SocketSettings settings, NodeName node, PartyCluster cluster,
    ClusterStreams streams)
{
    /// <summary>Puts a socket on the party's stream; with <c>session.single_party</c> it leaves all others.</summary>
    public ValueTask<Tracking> Track(PartyMember who, PartyKey party) =>
        who.Node == node.Name ? ValueTask.FromResult(TrackHere(who, party)) : cluster.Track(who, party);

    /// <summary>As <see cref="Track"/>, for a socket of this server.</summary>
    public Tracking TrackHere(PartyMember who, PartyKey party)
    {
        if (Find(who) is not { } session) return Tracking.Refused;
        if (tracker.StreamsOf(session).Count(stream => stream.Mode == StreamMode.Party && stream != party.Stream) >= Limits.OfSessionMax) return Tracking.Refused;
        var tracked = tracker.Track(session, party.Stream, PresenceMeta.Plain);
        if (tracked != Tracking.Refused && settings.SingleParty) tracker.UntrackOthers(session, [StreamMode.Party], party.Stream);
        return tracked;
    }

    /// <summary>Whether a socket of this server is on the party's stream.</summary>
    public bool IsHere(PartyMember who, PartyKey party) => Find(who) is { } session && tracker.Find(session, party.Stream) is not null;

    /// <summary>Whether a socket of this server is on the party's stream, whoever it is.</summary>
    public bool IsAnybodyHere(PartyKey party) => tracker.Exists(party.Stream);

    /// <summary>Sends an envelope to sockets, on whatever server.</summary>
    public void Send(PartyPush push, PartyMember? except = null)
    {
        var to = new List<string>(push.To.Count);
        foreach (var who in push.To)
            if (who != except) to.Add(who.SessionId);
        if (to.Count > 0) router.Send(to, push.Envelope);
    }

    /// <summary>Takes a socket off the party's stream.</summary>
    public void Untrack(PartyMember who, PartyKey party)
    {
        if (Find(who) is { } session) tracker.Untrack(session, party.Stream);
        else if (who.Node != node.Name && Guid.TryParse(who.SessionId, out var id)) streams.Expel([id], party.Stream);
    }

    /// <summary>Drops the party's stream on all servers; nobody is told.</summary>
    public void End(Party party)
    {
        tracker.Close(party.Key.Stream);
        streams.Close(party.Key.Stream);
    }

    /// <summary>An envelope as servers send it to each other.</summary>
    public static byte[] Packed(Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        return encoded.In(SocketFormat.Protobuf).ToArray();
    }

    Session? Find(PartyMember who) => Guid.TryParse(who.SessionId, out var id) && sessions.TryFind(id, out var session) ? session : null;
}
