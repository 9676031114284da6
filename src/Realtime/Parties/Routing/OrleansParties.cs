using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Listing;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Realtime.Parties.Routing;

/// <summary>
/// Parties across servers by Orleans. While this server is alone nothing of it is used. When a server dies its sockets leave the parties of this one, and its
/// parties are over for the sockets here.
/// </summary>
public sealed class OrleansParties(IServiceProvider services, ClusterNodes nodes, ClusterStreams streams) : PartyCluster, INodePart
{
    /// <summary>How long a socket waits for the server of its party.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public override async ValueTask<Envelope?> Ask(string node, PartyMember who, Envelope request)
    {
        if (nodes.Find(node) is not { } other) return null;
        var call = nodes.Grain<IPartyNodeGrain>(other).Ask(who, PartyAudience.Packed(request));
        if (await nodes.Ask<byte[]?>(other, call!, Patience, otherwise: null, CancellationToken.None) is not { } answer) return null;
        var envelope = new Envelope();
        return SocketFormat.Protobuf.Codec.Read(new(answer), envelope) is null ? envelope : null;
    }

    public override async ValueTask<Tracking> Track(PartyMember who, PartyKey party)
    {
        if (nodes.Find(who.Node) is not { } other) return Tracking.Refused;
        try
        {
            return await nodes.Grain<IPartyNodeGrain>(other).Track(who, party);
        }
        catch (Exception lost) when (nodes.IsLost(lost, other.Name))
        {
            // It may have done so all the same; then it takes it back.
            if (Guid.TryParse(who.SessionId, out var session)) streams.Expel([session], party.Stream);
            return Tracking.Refused;
        }
    }

    public override async ValueTask<IReadOnlyList<ListedParty>> Find(PartyFilter filter) =>
        [.. (await nodes.AskAll<IPartyNodeGrain, ListedParty[]>(node => node.Find(filter), [], CancellationToken.None)).SelectMany(parties => parties)];

    public void Lost(OtherNode node)
    {
        services.GetRequiredService<PartyHost>().Lose(node.Name);
        var (tracker, router) = (services.GetRequiredService<PresenceTracker>(), services.GetRequiredService<StreamRouter>());
        foreach (var stream in tracker.Streams.Where(stream => stream.Mode == StreamMode.Party && stream.Label == node.Name).ToArray())
        {
            router.Deliver(stream, new Envelope { PartyClose = new() { PartyId = PartyKey.Of(stream).ToString() } });
            tracker.Close(stream);
        }
    }
}
