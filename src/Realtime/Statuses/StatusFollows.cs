using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Statuses;

/// <summary>Which socket follows whose status (parity 3.5 of realtime): for sockets and server code. A socket always follows its own user, and never stops.</summary>
public sealed class StatusFollows(PresenceTracker tracker, StreamRoster roster)
{
    /// <summary>Players whom one socket may follow at a time.</summary>
    public const int FollowedMax = 10_000;

    static readonly Fault TooMany = Fault.InvalidArgument($"At most {FollowedMax} users can be followed");

    /// <summary>Follows them from now on. Whom the socket follows already, and its own user, change nothing.</summary>
    /// <param name="session">The socket.</param>
    /// <param name="userIds">Whom. That there are such players is for the caller to see to.</param>
    public Answer<Done> Follow(Session session, IReadOnlyCollection<Guid> userIds)
    {
        if (tracker.CountOf(session) + userIds.Count > FollowedMax && Followed(session) + userIds.Count > FollowedMax) return TooMany;
        foreach (var userId in userIds)
            if (userId != session.UserId) tracker.Track(session, StatusStreams.FollowersOf(userId), PresenceMeta.Invisible);
        return Done.Value;
    }

    /// <summary>Follows them no longer; whom it does not follow changes nothing.</summary>
    public void Unfollow(Session session, IReadOnlyCollection<Guid> userIds)
    {
        foreach (var userId in userIds) tracker.Untrack(session, StatusStreams.FollowersOf(userId));
    }

    /// <summary>Which sockets show these players online, several of a player who has several.</summary>
    public List<UserPresence> Online(IReadOnlyCollection<Guid> userIds) =>
    [
        .. userIds.SelectMany(userId => roster.MembersOf(StatusStreams.Of(userId))).Where(presence => !presence.Meta.Hidden).Select(presence => presence.Wire),
    ];

    int Followed(Session session) => tracker.StreamsOf(session).Count(StatusStreams.IsOfFollowers);
}
