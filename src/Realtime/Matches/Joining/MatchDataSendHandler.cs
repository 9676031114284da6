using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Store;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>Data to a match: on to the other players, or into the match handler's queue. Never answered but for a match id that is none.</summary>
public sealed class MatchDataSendHandler(PresenceTracker tracker, GameMatches matches, ClusterStreams others, TimeProvider time)
    : IMessageHandler<MatchDataSend>
{
    /// <summary>Matches up to this size are walked through on the thread that watches the sockets.</summary>
    const int SmallMatch = 32;

    public ValueTask<Reply> Handle(Session session, MatchDataSend message)
    {
        // Answered without the request's cid, as clients of the reference know it.
        if (!MatchKey.TryParse(message.MatchId, out var match))
            return ValueTask.FromResult(Reply.Refused(ErrorCode.BadInput, "Invalid match ID") with { WithoutCid = true });
        var stream = match.Stream();
        var members = tracker.MembersOf(stream).Count;
        if (match.IsRelayed && members > SmallMatch && !SocketThreads.Leave().IsCompleted) return HandleOnPool(session, message);
        if (members > SmallMatch ? tracker.Find(session, stream) is null : !IsAmong(tracker.Members(stream), session)) return default;
        if (match.IsRelayed) Relay(session, match, message);
        else
            matches.Post(match, new(
                session.MatchPresence, message.OpCode, message.Data, message.Reliable, time.GetUtcNow().ToUnixTimeMilliseconds()));
        return default;
    }

    async ValueTask<Reply> HandleOnPool(Session session, MatchDataSend message)
    {
        await SocketThreads.Leave();
        return await Handle(session, message);
    }

    static bool IsAmong(ReadOnlySpan<StreamPresence> members, Session session)
    {
        foreach (var member in members)
            if (member.Session == session) return true;
        return false;
    }

    void Relay(Session session, MatchKey match, MatchDataSend message)
    {
        var stream = match.Stream();
        var envelope = new Envelope
        {
            MatchData = new()
            {
                MatchId = message.MatchId,
                Presence = session.UserPresence,
                OpCode = message.OpCode,
                Data = message.Data,
                Reliable = message.Reliable,
            },
        };
        var members = tracker.Members(stream);
        using var encoded = EncodedEnvelope.Of(envelope);
        if (message.Presences.Count == 0)
        {
            foreach (var member in members)
                if (member.Session != session) member.Session.Send(encoded);
            others.Send([stream], encoded);
            return;
        }

        var wanted = new HashSet<Guid>(message.Presences.Count);
        foreach (var presence in message.Presences)
        {
            if (!Guid.TryParse(presence.UserId, out _) || !Guid.TryParse(presence.SessionId, out var id)) return;
            wanted.Add(id);
        }

        foreach (var member in members)
            if (wanted.Remove(member.Session.Id)) member.Session.Send(encoded);
        if (wanted.Count > 0) others.Send(wanted, stream, encoded);
    }
}
