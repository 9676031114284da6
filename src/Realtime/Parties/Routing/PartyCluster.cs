using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Listing;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Parties.Routing;

/// <summary>The other servers, as parties need them: a party lives on one, its members sit on any. A server alone has none, and pays nothing.</summary>
public abstract class PartyCluster
{
    /// <summary>A server alone.</summary>
    public static readonly PartyCluster Alone = new NoOthers();

    /// <summary>Has the server of a party answer a member's request; null when there is no such server.</summary>
    public abstract ValueTask<Envelope?> Ask(string node, PartyMember who, Envelope request);

    /// <summary>Puts a socket of another server on a party's stream.</summary>
    public abstract ValueTask<Tracking> Track(PartyMember who, PartyKey party);

    /// <summary>Tells another server something. What one server is told arrives in this order. Never waits.</summary>
    public abstract void Post(string node, PartyPost post);

    /// <summary>The best hits of each other server; those that do not answer are left out.</summary>
    public abstract ValueTask<IReadOnlyList<ListedParty>> Find(PartyFilter filter);

    sealed class NoOthers : PartyCluster
    {
        public override ValueTask<Envelope?> Ask(string node, PartyMember who, Envelope request) => ValueTask.FromResult<Envelope?>(null);

        public override ValueTask<Tracking> Track(PartyMember who, PartyKey party) => ValueTask.FromResult(Tracking.Refused);

        public override void Post(string node, PartyPost post)
        {
        }

        public override ValueTask<IReadOnlyList<ListedParty>> Find(PartyFilter filter) => ValueTask.FromResult<IReadOnlyList<ListedParty>>([]);
    }
}

/// <summary>Something that servers tell each other about a party.</summary>
[GenerateSerializer, Immutable]
public abstract record PartyPost;

/// <summary>An envelope, in protobuf, for sockets of the server that is told.</summary>
[GenerateSerializer, Immutable]
public sealed record PushPost(List<string> SessionIds, byte[] Envelope) : PartyPost;

/// <summary>Who came to a party's stream there and who left it; for the party's own server.</summary>
[GenerateSerializer, Immutable]
public sealed record PresencePost(PartyKey Party, PartyMember[] Joins, PartyMember[] Leaves) : PartyPost;

/// <summary>A member is to be taken off the party's stream.</summary>
[GenerateSerializer, Immutable]
public sealed record ExitPost(PartyKey Party, PartyMember Who) : PartyPost;

/// <summary>The party is over; its stream is to be dropped without a word.</summary>
[GenerateSerializer, Immutable]
public sealed record EndPost(PartyKey Party) : PartyPost;
