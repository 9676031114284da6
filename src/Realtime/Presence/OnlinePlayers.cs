using KaosNet.Projections.Accounts;

namespace KaosNet.Realtime.Presence;

/// <summary>A player is online while somebody is on the player's status stream.</summary>
public sealed class OnlinePlayers(PresenceTracker presences) : IOnlinePlayers
{
    public bool IsOnline(Guid userId) => presences.Exists(new(StreamMode.Status, userId));
}
