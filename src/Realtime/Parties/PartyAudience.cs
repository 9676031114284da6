using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Routing;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using Party = KaosNet.Realtime.Parties.Deciding.Party;

namespace KaosNet.Realtime.Parties;

/// <summary>The sockets of parties' members, on this server and on others.</summary>
public sealed class PartyAudience(
    PresenceTracker tracker, SessionRegistry sessions, StreamRouter router, SocketSettings settings, NodeName node, PartyCluster cluster)
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

    /// <summary>Sends an envelope to sockets, each on its own server.</summary>
    public void Send(PartyPush push, PartyMember? except = null)
    {
        var here = new List<string>(push.To.Count);
        Dictionary<string, List<string>>? elsewhere = null;
        foreach (var who in push.To)
        {
            if (who == except) continue;
            if (who.Node == node.Name)
            {
                here.Add(who.SessionId);
                continue;
            }

            elsewhere ??= new(StringComparer.Ordinal);
            if (!elsewhere.TryGetValue(who.Node, out var ids)) elsewhere.Add(who.Node, ids = []);
            ids.Add(who.SessionId);
        }

        if (here.Count > 0) router.Send(here, push.Envelope);
        if (elsewhere is null) return;
        var bytes = Packed(push.Envelope);
        foreach (var (other, ids) in elsewhere) cluster.Post(other, new PushPost(ids, bytes));
    }

    /// <summary>Takes a socket off the party's stream.</summary>
    public void Untrack(PartyMember who, PartyKey party)
    {
        if (who.Node != node.Name) cluster.Post(who.Node, new ExitPost(party, who));
        else if (Find(who) is { } session) tracker.Untrack(session, party.Stream);
    }

    /// <summary>Drops the party's stream on all servers that it has members on; nobody is told.</summary>
    public void End(Party party)
    {
        tracker.Close(party.Key.Stream);
        foreach (var other in party.Everybody.Select(who => who.Node).Where(name => name != node.Name).Distinct(StringComparer.Ordinal))
            cluster.Post(other, new EndPost(party.Key));
    }

    /// <summary>An envelope as servers send it to each other.</summary>
    public static byte[] Packed(Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        return encoded.In(SocketFormat.Protobuf).ToArray();
    }

    Session? Find(PartyMember who) => Guid.TryParse(who.SessionId, out var id) && sessions.TryFind(id, out var session) ? session : null;
}
