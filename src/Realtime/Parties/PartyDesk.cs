using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Routing;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Realtime.Parties;

/// <summary>Takes what sockets ask of parties to the server that the party lives on, and answers what other servers bring (parity matches 3).</summary>
public sealed class PartyDesk(PartyHost host, PartyCluster cluster, NodeName node)
{
    /// <summary>Has a request of a socket of this server answered, wherever the party is.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="partyId">Of which party, as the client spells it.</param>
    /// <param name="request">What; the envelope goes to the party's server as it is.</param>
    public async ValueTask<Reply> Ask(Session session, string partyId, Envelope request)
    {
        if (!PartyKey.TryParse(partyId, out var key)) return Reply.Refused(ErrorCode.BadInput, "Invalid party ID");
        var who = PartyMember.Of(session);
        if (key.Node == node.Name) return await Answer(key, who, request);
        return await cluster.Ask(key.Node, who, request) ?? Refusal(request, PartyFaults.NotFound);
    }

    /// <summary>Answers a request of another server's socket.</summary>
    public ValueTask<Envelope> AnswerOther(PartyMember who, Envelope request) =>
        PartyKey.TryParse(IdIn(request), out var key) ? Answer(key, who, request) : ValueTask.FromResult(Refusal(request, PartyFaults.NotFound));

    async ValueTask<Envelope> Answer(PartyKey key, PartyMember who, Envelope request)
    {
        switch (request.Message)
        {
            case PartyJoin:
                var joined = await host.Join(key, who);
                return joined.Fault is { Code: FaultCode.Internal } broken ? Error(ErrorCode.RuntimeException, broken.Message) : Acknowledge(request, joined);
            case PartyLeave:
                host.Leave(key, who);
                return new();
            case PartyPromote { Presence: var whom }:
                return IsComplete(whom) ? Acknowledge(request, host.Promote(key, who, whom!)) : InvalidPresence;
            case PartyAccept { Presence: var whom }:
                return IsComplete(whom) ? Acknowledge(request, await host.Accept(key, who, whom!)) : InvalidPresence;
            case PartyRemove { Presence: var whom }:
                return IsComplete(whom) ? Acknowledge(request, host.Remove(key, who, whom!)) : InvalidPresence;
            case PartyClose:
                return Acknowledge(request, host.Close(key, who));
            case PartyUpdate wish:
                return Acknowledge(request, host.Describe(key, who, wish));
            case PartyDataSend data:
                return Acknowledge(request, host.Send(key, who, data));
            case PartyJoinRequestList:
                var requests = host.Requests(key, who);
                return requests.Fault is { } refused
                    ? Refusal(request, refused)
                    : new() { PartyJoinRequest = new() { PartyId = key.ToString(), Presences = [.. requests.Value.Select(one => one.Wire)] } };
            case PartyMatchmakerAdd wish:
                return Search(key, who, request, wish);
            case PartyMatchmakerRemove wish:
                if (wish.Ticket.Length == 0) return Error(ErrorCode.BadInput, "Invalid matchmaker ticket");
                return Acknowledge(request, host.EndSearch(key, who, wish.Ticket));
            default:
                return Refusal(request, PartyFaults.NotFound);
        }
    }

    Envelope Search(PartyKey key, PartyMember who, Envelope request, PartyMatchmakerAdd wish)
    {
        var counted = MatchmakerSearch.Of(
            wish.MinCount, wish.MaxCount, wish.CountMultiple, wish.Query, wish.StringProperties, wish.NumericProperties);
        if (!counted.IsGranted(out var search, out var miscounted)) return Error(ErrorCode.BadInput, miscounted.Message);
        var added = host.Search(key, who, search);
        return added.IsGranted(out var ticket, out var refused)
            ? new() { PartyMatchmakerTicket = new() { PartyId = key.ToString(), Ticket = ticket } }
            : Refusal(request, refused);
    }

    static bool IsComplete(UserPresence? presence) => presence is { UserId.Length: > 0, SessionId.Length: > 0, Username.Length: > 0 };

    static Envelope InvalidPresence => Error(ErrorCode.BadInput, "Invalid presence");

    static Envelope Acknowledge(Envelope request, Answer<Done> done) => done.Fault is { } refused ? Refusal(request, refused) : new();

    static Envelope Refusal(Envelope request, Fault fault) => Error(ErrorCode.BadInput, PrefixOf(request) + fault.Message);

    static Envelope Error(ErrorCode code, string text) => new() { Error = new() { Code = (int)code, Message = text } };

    static string PrefixOf(Envelope request) => request.Message switch
    {
        PartyJoin => "Error joining party: ",
        PartyPromote => "Error promoting new party leader: ",
        PartyAccept => "Error accepting party join request: ",
        PartyRemove => "Error removing party member or join request: ",
        PartyJoinRequestList => "Error listing party join requests: ",
        PartyMatchmakerAdd => "Error adding party to matchmaker: ",
        PartyDataSend => "Error sending party data: ",
        PartyUpdate => "Error updating party: ",
        // Also for the end of a search, as the reference has it.
        _ => "Error closing party: ",
    };

    static string IdIn(Envelope request) => request.Message switch
    {
        PartyJoin message => message.PartyId,
        PartyLeave message => message.PartyId,
        PartyPromote message => message.PartyId,
        PartyAccept message => message.PartyId,
        PartyRemove message => message.PartyId,
        PartyClose message => message.PartyId,
        PartyUpdate message => message.PartyId,
        PartyDataSend message => message.PartyId,
        PartyJoinRequestList message => message.PartyId,
        PartyMatchmakerAdd message => message.PartyId,
        PartyMatchmakerRemove message => message.PartyId,
        _ => "",
    };
}
