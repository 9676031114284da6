using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Statuses;

/// <summary>The streams of who is online, and of who wants to know.</summary>
public static class StatusStreams
{
    const string Followers = "followers";

    /// <summary>The sockets that show the player online.</summary>
    public static StreamAddress Of(Guid userId) => new(StreamMode.Status, userId);

    /// <summary>All sockets of the player: each listens to its own user's notifications.</summary>
    public static StreamAddress SocketsOf(Guid userId) => new(StreamMode.Notifications, userId);

    /// <summary>
    /// The sockets of others that follow the player. Being on a stream like any other, they are gone when they close. Each server knows its own: it tells them
    /// what the player does anywhere.
    /// </summary>
    public static StreamAddress FollowersOf(Guid userId) => new(StreamMode.Notifications, userId, Followers);

    /// <summary>Whether a stream is somebody's followers.</summary>
    public static bool IsOfFollowers(StreamAddress stream) => stream is { Mode: StreamMode.Notifications, Label: Followers };
}
