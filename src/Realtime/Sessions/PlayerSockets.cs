using KaosNet.Projections.Accounts;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Sessions;

/// <summary>Every socket listens to its own user's notifications, so that stream is the list of the player's sockets.</summary>
public sealed class PlayerSockets(PresenceTracker presences) : IPlayerSockets
{
    public void CloseAll(Guid userId, bool isBanned)
    {
        foreach (var presence in presences.MembersOf(new(StreamMode.Notifications, userId)))
            presence.Session.Close(isBanned ? SessionEnd.Banned : SessionEnd.ServerSide);
    }
}
