using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Listing;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Parties.Routing;

/// <summary>The other servers, as parties need them: a party lives on one, its members sit on any. A server alone has none, and pays nothing.
/// Members on other servers are told and put out as those of any stream are (<see cref="ClusterStreams"/>).</summary>
public abstract class PartyCluster
{
    /// <summary>A server alone.</summary>
    public static readonly PartyCluster Alone = new NoOthers();

    /// <summary>Has the server of a party answer a member's request; null when there is no such server.</summary>
    public abstract ValueTask<Envelope?> Ask(string node, PartyMember who, Envelope request);

    /// <summary>Puts a socket of another server on a party's stream.</summary>
    public abstract ValueTask<Tracking> Track(PartyMember who, PartyKey party);

    /// <summary>The best hits of each other server; those that do not answer are left out.</summary>
    public abstract ValueTask<IReadOnlyList<ListedParty>> Find(PartyFilter filter);

    sealed class NoOthers : PartyCluster
    {
        public override ValueTask<Envelope?> Ask(string node, PartyMember who, Envelope request) => ValueTask.FromResult<Envelope?>(null);

        public override ValueTask<Tracking> Track(PartyMember who, PartyKey party) => ValueTask.FromResult(Tracking.Refused);

        public override ValueTask<IReadOnlyList<ListedParty>> Find(PartyFilter filter) => ValueTask.FromResult<IReadOnlyList<ListedParty>>([]);
    }
}
