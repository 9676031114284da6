using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Realtime.Parties;

/// <summary>Begins a party on this server (parity matches 3.2).</summary>
public sealed class PartyCreateHandler(PartyHost host) : IMessageHandler<PartyCreate>
{
    public ValueTask<Reply> Handle(Session session, PartyCreate message) => ValueTask.FromResult(Create(session, message));

    Reply Create(Session session, PartyCreate message)
    {
        // The text says 1, but 0 is let through: clients of the reference count on it.
        if (message.MaxSize is < 0 or > Limits.SizeMax) return Reply.Refused(ErrorCode.BadInput, "Invalid party max size, must be 1-256");
        if (DescribeParty.Refusal(message.Label) is { } refused) return Reply.Refused(ErrorCode.BadInput, "Error creating party: " + refused.Message);
        if (!host.Create(PartyMember.Of(session), message, out var party)) return Reply.Refused(ErrorCode.RuntimeException, "Error tracking party creation");
        return new Envelope
        {
            Party = new()
            {
                PartyId = party.Key.ToString(),
                Open = message.Open,
                Hidden = message.Hidden,
                MaxSize = message.MaxSize,
                Label = message.Label,
                Self = session.UserPresence,
                Leader = session.UserPresence,
                Presences = [session.UserPresence],
            },
        };
    }
}

/// <summary>Comes into an open party, or asks to be let into a closed one.</summary>
public sealed class PartyJoinHandler(PartyDesk desk) : IMessageHandler<PartyJoin>
{
    public ValueTask<Reply> Handle(Session session, PartyJoin message) => desk.Ask(session, message.PartyId, new() { PartyJoin = message });
}

/// <summary>Leaves a party; also a success when the session was not in it, or there is none.</summary>
public sealed class PartyLeaveHandler(PartyDesk desk, PresenceTracker tracker) : IMessageHandler<PartyLeave>
{
    public async ValueTask<Reply> Handle(Session session, PartyLeave message)
    {
        if (!PartyKey.TryParse(message.PartyId, out var key)) return Reply.Refused(ErrorCode.BadInput, "Invalid party ID");
        if (tracker.Find(session, key.Stream) is null) return Reply.Acknowledged;
        tracker.Untrack(session, key.Stream);
        await desk.Ask(session, message.PartyId, new() { PartyLeave = message });
        return Reply.Acknowledged;
    }
}

/// <summary>Makes another member the leader.</summary>
public sealed class PartyPromoteHandler(PartyDesk desk) : IMessageHandler<PartyPromote>
{
    public ValueTask<Reply> Handle(Session session, PartyPromote message) => desk.Ask(session, message.PartyId, new() { PartyPromote = message });
}

/// <summary>Lets in who has asked.</summary>
public sealed class PartyAcceptHandler(PartyDesk desk) : IMessageHandler<PartyAccept>
{
    public ValueTask<Reply> Handle(Session session, PartyAccept message) => desk.Ask(session, message.PartyId, new() { PartyAccept = message });
}

/// <summary>Puts a member out, or turns a request down.</summary>
public sealed class PartyRemoveHandler(PartyDesk desk) : IMessageHandler<PartyRemove>
{
    public ValueTask<Reply> Handle(Session session, PartyRemove message) => desk.Ask(session, message.PartyId, new() { PartyRemove = message });
}

/// <summary>Ends a party.</summary>
public sealed class PartyCloseHandler(PartyDesk desk) : IMessageHandler<PartyClose>
{
    public ValueTask<Reply> Handle(Session session, PartyClose message) => desk.Ask(session, message.PartyId, new() { PartyClose = message });
}

/// <summary>Describes a party anew.</summary>
public sealed class PartyUpdateHandler(PartyDesk desk) : IMessageHandler<PartyUpdate>
{
    public ValueTask<Reply> Handle(Session session, PartyUpdate message) => desk.Ask(session, message.PartyId, new() { PartyUpdate = message });
}

/// <summary>Lists who waits to be let in.</summary>
public sealed class PartyJoinRequestListHandler(PartyDesk desk) : IMessageHandler<PartyJoinRequestList>
{
    public ValueTask<Reply> Handle(Session session, PartyJoinRequestList message) =>
        desk.Ask(session, message.PartyId, new() { PartyJoinRequestList = message });
}

/// <summary>Begins a search for opponents.</summary>
public sealed class PartyMatchmakerAddHandler(PartyDesk desk) : IMessageHandler<PartyMatchmakerAdd>
{
    public ValueTask<Reply> Handle(Session session, PartyMatchmakerAdd message) =>
        desk.Ask(session, message.PartyId, new() { PartyMatchmakerAdd = message });
}

/// <summary>Ends a search.</summary>
public sealed class PartyMatchmakerRemoveHandler(PartyDesk desk) : IMessageHandler<PartyMatchmakerRemove>
{
    public ValueTask<Reply> Handle(Session session, PartyMatchmakerRemove message) =>
        desk.Ask(session, message.PartyId, new() { PartyMatchmakerRemove = message });
}

/// <summary>Sends data to the other members.</summary>
public sealed class PartyDataSendHandler(PartyDesk desk) : IMessageHandler<PartyDataSend>
{
    public ValueTask<Reply> Handle(Session session, PartyDataSend message) => desk.Ask(session, message.PartyId, new() { PartyDataSend = message });
}
