namespace KaosNet.Realtime.Presence;

/// <summary>A player's comings, goings and status: told to whoever follows, which each of the player's own sockets does.</summary>
public sealed class StatusAnnouncer(StreamRouter router) : IStreamAnnouncer
{
    public bool Covers(byte mode) => mode == StreamMode.Status;

    // Every socket listens to its own user's notifications, so that stream is the list of the player's own sockets.
    public void Announce(PresenceChange change) => router.Send(new StreamAddress(StreamMode.Notifications, change.Stream.Subject), new()
    {
        StatusPresenceEvent = new()
        {
            Joins = [.. change.Joins.Select(presence => presence.Wire)],
            Leaves = [.. change.Leaves.Select(presence => presence.Wire)],
        },
    });
}
