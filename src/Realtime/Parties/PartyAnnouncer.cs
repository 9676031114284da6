using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Routing;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Parties;

/// <summary>Comings and goings on parties' streams: told to the party, which tells its members.</summary>
public sealed class PartyAnnouncer(PartyHost host, PartyCluster cluster, NodeName node) : IStreamAnnouncer
{
    public bool Covers(byte mode) => mode == StreamMode.Party;

    public void Announce(PresenceChange change)
    {
        var key = PartyKey.Of(change.Stream);
        var (joins, leaves) = (Members(change.Joins), Members(change.Leaves));
        if (key.Node == node.Name) host.Presences(key, joins, leaves);
        else cluster.Post(key.Node, new PresencePost(key, joins, leaves));
    }

    static PartyMember[] Members(IReadOnlyList<StreamPresence> presences) => [.. presences.Select(presence => PartyMember.Of(presence.Session))];
}
