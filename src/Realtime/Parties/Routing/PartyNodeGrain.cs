using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Listing;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using Orleans.Concurrency;

namespace KaosNet.Realtime.Parties.Routing;

/// <summary>A server's parties and their members' sockets there, for the other servers. The key is the server's name, and it runs on that server.</summary>
public interface IPartyNodeGrain : IGrainWithStringKey
{
    /// <summary>Answers what a socket of another server asks of a party that lives here; envelopes in protobuf.</summary>
    Task<byte[]> Ask(PartyMember who, byte[] request);

    /// <summary>Puts a socket of this server on a party's stream.</summary>
    Task<Tracking> Track(PartyMember who, PartyKey party);

    /// <summary>The best of this server's parties; none when the query cannot be read.</summary>
    Task<ListedParty[]> Find(PartyFilter filter);
}

/// <summary>Calls of many sockets may interleave: parties have locks of their own.</summary>
[Reentrant, OnNamedNode]
sealed class PartyNodeGrain(PartyDesk desk, PartyIndex index, PartyAudience audience) : Grain, IPartyNodeGrain
{
    public async Task<byte[]> Ask(PartyMember who, byte[] request) => PartyAudience.Packed(await desk.AnswerOther(who, Unpacked(request)));

    public Task<Tracking> Track(PartyMember who, PartyKey party) => Task.FromResult(audience.TrackHere(who, party));

    public Task<ListedParty[]> Find(PartyFilter filter) =>
        Task.FromResult(index.Find(filter).IsGranted(out var found, out _) ? found.ToArray() : []);

    static Envelope Unpacked(byte[] bytes)
    {
        var envelope = new Envelope();
        return SocketFormat.Protobuf.Codec.Read(new(bytes), envelope) is { } refusal
            ? throw new InvalidDataException("Another server sent what cannot be read: " + refusal)
            : envelope;
    }
}
