using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Parties;

/// <summary>Comings and goings on parties' streams: told to the party on its own server, which tells its members.</summary>
public sealed class PartyAnnouncer(PartyHost host, NodeName node) : IStreamAnnouncer
{
    public bool Covers(byte mode) => mode == StreamMode.Party;

    public void Announce(PresenceChange change)
    {
        var key = PartyKey.Of(change.Stream);
        if (key.Node == node.Name) host.Presences(key, Members(change.Joins), Members(change.Leaves));
    }

    static PartyMember[] Members(IReadOnlyList<StreamMember> presences) => [.. presences.Select(presence => PartyMember.Of(presence.Who))];
}
