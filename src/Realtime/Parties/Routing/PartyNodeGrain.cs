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

    /// <summary>Does these in order; a batch that was done before is not done again.</summary>
    /// <param name="from">Name of the server that sends them.</param>
    /// <param name="run">Tells that server's runs apart.</param>
    /// <param name="number">Counts the batches of a run.</param>
    /// <param name="posts">What to do.</param>
    Task Post(string from, Guid run, long number, PartyPost[] posts);

    /// <summary>The best of this server's parties; none when the query cannot be read.</summary>
    Task<ListedParty[]> Find(PartyFilter filter);
}

/// <summary>Calls of many sockets may interleave: parties have locks of their own.</summary>
[Reentrant, OnNamedNode]
sealed class PartyNodeGrain(PartyDesk desk, PartyHost host, PartyIndex index, PartyAudience audience, StreamRouter router, PresenceTracker tracker)
    : Grain, IPartyNodeGrain
{
    readonly Dictionary<string, (Guid Run, long Number)> _done = new(StringComparer.Ordinal);

    public async Task<byte[]> Ask(PartyMember who, byte[] request) => PartyAudience.Packed(await desk.AnswerOther(who, Unpacked(request)));

    public Task<Tracking> Track(PartyMember who, PartyKey party) => Task.FromResult(audience.TrackHere(who, party));

    public Task Post(string from, Guid run, long number, PartyPost[] posts)
    {
        var done = _done.GetValueOrDefault(from);
        if (done.Run == run && number <= done.Number) return Task.CompletedTask;
        _done[from] = (run, number);
        foreach (var post in posts) Do(post);
        return Task.CompletedTask;
    }

    public Task<ListedParty[]> Find(PartyFilter filter) =>
        Task.FromResult(index.Find(filter).IsGranted(out var found, out _) ? found.ToArray() : []);

    void Do(PartyPost post)
    {
        switch (post)
        {
            case PushPost push:
                router.Send(push.SessionIds, Unpacked(push.Envelope));
                break;
            case PresencePost presences:
                host.Presences(presences.Party, presences.Joins, presences.Leaves);
                break;
            case ExitPost exit:
                audience.Untrack(exit.Who, exit.Party);
                break;
            case EndPost end:
                tracker.Close(end.Party.Stream);
                break;
        }
    }

    static Envelope Unpacked(byte[] bytes)
    {
        var envelope = new Envelope();
        return SocketFormat.Protobuf.Codec.Read(new(bytes), envelope) is { } refusal
            ? throw new InvalidDataException("Another server sent what cannot be read: " + refusal)
            : envelope;
    }
}
