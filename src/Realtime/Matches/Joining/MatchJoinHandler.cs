using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matches.Routing;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>Joins a relayed or an authoritative match (parity realtime.md 5, matches 1.4).</summary>
public sealed class MatchJoinHandler(
    PresenceTracker tracker, RemotePresences elsewhere, GameMatches matches, ClusterMatches others, IMatchTokens tokens, SocketSettings settings)
    : IMessageHandler<MatchJoin>
{
    public ValueTask<Reply> Handle(Session session, MatchJoin message)
    {
        var byToken = message.Token is not null;
        var id = message.MatchId;
        if (message.Token is { } token && (id = tokens.MatchIdOf(token)) is null) return Refused(ErrorCode.BadInput, "Invalid match token");
        if (id is null) return Refused(ErrorCode.BadInput, "No match ID or token found");
        if (!MatchKey.TryParse(id, out var match)) return Refused(ErrorCode.BadInput, "Invalid match ID");
        return match.IsRelayed ? JoinRelayed(session, match, id, byToken) : JoinAuthoritative(session, match, message.Metadata);
    }

    async ValueTask<Reply> JoinRelayed(Session session, MatchKey match, string id, bool byToken)
    {
        var stream = match.Stream();
        var before = elsewhere.MembersOf(stream);
        var told = await others.MembersOf(match, session.Closed);
        if (!byToken && told.Count == 0 && !tracker.Exists(stream)) return Reply.Refused(ErrorCode.MatchNotFound, "Match not found");
        var tracked = tracker.Track(session, stream, PresenceMeta.Plain);
        if (tracked == Tracking.Refused) return Reply.Nothing;
        LeaveOthers(session, stream);
        var listed = MatchStreams.Listed(tracker.MembersOf(stream));
        if (tracked == Tracking.Tracked) listed.Remove(session.UserPresence);
        listed.AddRange(MembersElsewhere.Shown(told.Visible, before, elsewhere.MembersOf(stream)));
        return new Envelope
        {
            Match = new() { MatchId = id, Size = listed.Count, Presences = listed, Self = session.UserPresence },
        };
    }

    async ValueTask<Reply> JoinAuthoritative(Session session, MatchKey match, Dictionary<string, string> metadata)
    {
        var opening = session.Opening;
        var request = new JoinRequest(metadata, opening.Vars, opening.Expiry, opening.ClientAddress, opening.ClientPort);
        var stream = match.Stream();
        var before = elsewhere.MembersOf(stream);
        var answer = await matches.Join(match, session.MatchPresence, request, session.Closed);
        if (answer.Fault is { } full) return Reply.Refused(ErrorCode.MatchJoinRejected, full.Message);
        if (answer.Value is not { } joined) return Reply.Refused(ErrorCode.MatchNotFound, "Match not found");
        if (!joined.Accepted) return Reply.Refused(ErrorCode.MatchJoinRejected, joined.Reason.Length == 0 ? "Match join rejected" : joined.Reason);

        var tracked = tracker.Track(session, stream, PresenceMeta.Plain);
        if (tracked == Tracking.Refused)
        {
            // The socket closed while the handler made up its mind: no presence, so no event, will tell the match.
            matches.Presences(match, [], [session.MatchPresence with { Reason = PresenceReason.Disconnect }]);
            return Reply.Nothing;
        }

        LeaveOthers(session, stream);
        var there = Shown(joined.Members, session, stream, before, tracked == Tracking.Tracked);
        return new Envelope
        {
            Match = new()
            {
                MatchId = match.ToString(),
                Authoritative = true,
                Label = joined.Label,
                Size = there.Count,
                Presences = there,
                Self = session.UserPresence,
            },
        };
    }

    /// <summary>
    /// The members that the newcomer is shown, in the match's order: those who are on the stream now. So nobody is missing or left over whose coming or leaving
    /// was announced after the match had answered and before the newcomer could hear it.
    /// </summary>
    List<UserPresence> Shown(
        IReadOnlyList<MatchPresence> members, Session session, StreamAddress stream, IReadOnlyList<StreamMember> before, bool isNew)
    {
        var here = tracker.MembersOf(stream).Where(member => !member.Meta.Hidden && !(isNew && member.Session == session))
            .Select(member => member.Session.UserPresence);
        var away = MembersElsewhere.Shown(members.Where(member => member.Node != session.MatchPresence.Node), before, elsewhere.MembersOf(stream));
        var places = members.Select((member, place) => (member.SessionId, place)).ToDictionary(StringComparer.Ordinal);
        return [.. here.Concat(away).OrderBy(presence => places.GetValueOrDefault(presence.SessionId, int.MaxValue))];
    }

    void LeaveOthers(Session session, StreamAddress stream)
    {
        if (settings.SingleMatch) tracker.UntrackOthers(session, MatchStreams.Modes, stream);
    }

    static ValueTask<Reply> Refused(ErrorCode code, string message) => ValueTask.FromResult(Reply.Refused(code, message));
}
