namespace KaosNet.Realtime.Presence;

/// <summary>Comings and goings on the game's own streams (modes 8 and above): told to everybody on them.</summary>
public sealed class GameStreamAnnouncer(StreamRouter router) : IStreamAnnouncer
{
    public bool Covers(byte mode) => mode >= StreamMode.FirstOfGames;

    public void Announce(PresenceChange change)
    {
        var stream = change.Stream;
        router.Send(stream, new()
        {
            StreamPresenceEvent = new()
            {
                Stream = new() { Mode = stream.Mode, Subject = Text(stream.Subject), Subcontext = Text(stream.Subcontext), Label = stream.Label },
                Joins = [.. change.Joins.Select(presence => presence.Wire)],
                Leaves = [.. change.Leaves.Select(presence => presence.Wire)],
            },
        });
    }

    static string Text(Guid id) => id == Guid.Empty ? "" : id.ToString("D");
}
