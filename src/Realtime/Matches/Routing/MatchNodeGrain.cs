using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using Orleans.Concurrency;

namespace KaosNet.Realtime.Matches.Routing;

/// <summary>Gives what other nodes ask and say to this node's matches and players. Holds nothing but how far it has listened.</summary>
[Reentrant, OnNamedNode]
sealed class MatchNodeGrain(
    MatchHost host, MatchIndex index, MatchListing listing, IMatchAudience audience, PresenceTracker tracker, SessionRegistry sessions,
    StreamRouter router) : Grain, IMatchNode
{
    readonly Dictionary<string, (Guid Run, long Number)> _heard = new(StringComparer.Ordinal);

    // Off the grain's own thread, as an init callback may wait for the database.
    public Task<NodeCreateAnswer> Create(string handler, string parameters) => Task.Run(() =>
        host.Create(handler, parameters).IsGranted(out var match, out var fault) ? new NodeCreateAnswer(match, 0, "") : new(null, (int)fault.Code, fault.Message));

    public async Task<NodeJoinAnswer> Join(string matchId, MatchPresence presence, JoinRequest request)
    {
        var answer = await host.Join(KeyOf(matchId), presence, request, CancellationToken.None);
        return answer.Fault is { } full ? new(full.Message, null) : new(null, answer.Value);
    }

    public Task<MatchSummary?> Get(string matchId) => Task.FromResult(host.Get(matchId).IsGranted(out var match, out _) ? match : null);

    public async Task<NodeSignalAnswer?> Signal(string matchId, string data)
    {
        var answer = await host.Signal(matchId, data);
        if (answer.IsGranted(out var text, out var fault)) return new(text);
        return fault.Code == Domain.Kernel.FaultCode.NotFound ? null : new(Data: null);
    }

    public Task<FoundMatch[]> Find(MatchFilter filter) => Task.FromResult(index.Find(filter).IsGranted(out var found, out _) ? found : []);

    public Task<RelayedSize[]> Relayed() => Task.FromResult(listing.RelayedHere());

    public Task<RemoteMembers> MembersOf(string matchId)
    {
        var members = tracker.MembersOf(KeyOf(matchId).Stream());
        return Task.FromResult(new RemoteMembers([.. members.Where(member => !member.Meta.Hidden).Select(member => member.Session.MatchPresence)], members.Count));
    }

    public Task Take(string from, Guid run, long number, IReadOnlyList<NodeMail> mail)
    {
        var heard = _heard.GetValueOrDefault(from);
        if (heard.Run == run && number <= heard.Number) return Task.CompletedTask;
        _heard[from] = (run, number);
        foreach (var one in mail) Take(one);
        return Task.CompletedTask;
    }

    void Take(NodeMail mail)
    {
        switch (mail)
        {
            case MessageMail message: host.Post(KeyOf(message.MatchId), message.Message); break;
            case PresenceMail presence: host.Presences(KeyOf(presence.MatchId), presence.Joins, presence.Leaves); break;
            case MatchMail all: router.Deliver(KeyOf(all.MatchId).Stream(), Read(all.Envelope)); break;
            case EnvelopeMail envelope: Deliver(envelope); break;
            case KickMail kick: audience.Kick(KeyOf(kick.MatchId), kick.Presences); break;
            case CloseMail close: tracker.Close(KeyOf(close.MatchId).Stream()); break;
            case DisconnectMail disconnect: audience.Disconnect(disconnect.Presences); break;
            default: throw new ArgumentException($"{mail.GetType()} says nothing to a node.", nameof(mail));
        }
    }

    void Deliver(EnvelopeMail mail)
    {
        using var encoded = EncodedEnvelope.Of(Read(mail.Envelope));
        StreamAddress? stream = mail.MatchId is null ? null : KeyOf(mail.MatchId).Stream();
        foreach (var id in mail.Sessions)
            if (sessions.TryFind(id, out var session) && (stream is not { } match || tracker.Find(session, match) is not null)) session.Send(encoded);
    }

    static Envelope Read(byte[] bytes)
    {
        var envelope = new Envelope();
        return SocketFormat.Protobuf.Codec.Read(new(bytes), envelope) is { } broken ? throw new FormatException(broken.ToString()) : envelope;
    }

    static MatchKey KeyOf(string matchId) =>
        MatchKey.TryParse(matchId, out var match) ? match : throw new FormatException($"{matchId} is no match id.");
}
