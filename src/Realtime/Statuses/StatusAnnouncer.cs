using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Statuses;

/// <summary>A player's comings, goings and changes of status: told to whoever follows on this node, which each of the player's own sockets does
/// (parity 3.5 of realtime).</summary>
public sealed class StatusAnnouncer(StreamRouter router) : IStreamAnnouncer
{
    public bool Covers(byte mode) => mode == StreamMode.Status;

    public void Announce(PresenceChange change)
    {
        var userId = change.Stream.Subject;
        router.Deliver([StatusStreams.SocketsOf(userId), StatusStreams.FollowersOf(userId)], new()
        {
            StatusPresenceEvent = new()
            {
                Joins = [.. change.Joins.Select(presence => presence.Wire)],
                Leaves = [.. change.Leaves.Select(presence => presence.Wire)],
            },
        });
    }
}
