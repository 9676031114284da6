namespace KaosNet.Realtime.Presence;

/// <summary>Comings and goings on the game's own streams (modes 8 and above): told to everybody of this node on them.</summary>
public sealed class GameStreamAnnouncer(StreamRouter router) : IStreamAnnouncer
{
    public bool Covers(byte mode) => mode >= StreamMode.FirstOfGames;

    public void Announce(PresenceChange change) => router.Deliver(change.Stream, new()
    {
        StreamPresenceEvent = new()
        {
            Stream = GameStreams.Wire(change.Stream),
            Joins = [.. change.Joins.Select(presence => presence.Wire)],
            Leaves = [.. change.Leaves.Select(presence => presence.Wire)],
        },
    });
}
