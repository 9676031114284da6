using KaosNet.Projections.Accounts;

namespace KaosNet.Realtime.Presence;

/// <summary>A player is online while somebody is on the player's status stream, on whatever node.</summary>
public sealed class OnlinePlayers(StreamRoster presences) : IOnlinePlayers
{
    public bool IsOnline(Guid userId) => presences.Exists(new(StreamMode.Status, userId));
}
