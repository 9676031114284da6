using KaosNet.Domain.Chat;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Chat;

/// <summary>Comings and goings on a channel: told to everybody of this node there, the hidden ones included.</summary>
public sealed class ChannelAnnouncer(StreamRouter router) : IStreamAnnouncer
{
    public bool Covers(byte mode) => mode is StreamMode.Room or StreamMode.Group or StreamMode.DirectMessage;

    public void Announce(PresenceChange change)
    {
        var channel = ChannelStreams.ChannelOf(change.Stream);
        var told = new ChannelPresenceEvent
        {
            ChannelId = channel.ToString(),
            Joins = [.. change.Joins.Select(presence => presence.Wire)],
            Leaves = [.. change.Leaves.Select(presence => presence.Wire)],
        };
        switch (channel.Mode)
        {
            case ChannelMode.Room:
                told.RoomName = channel.Label;
                break;
            case ChannelMode.Group:
                told.GroupId = channel.Subject.ToString();
                break;
            case ChannelMode.DirectMessage:
                told.UserIdOne = channel.Subject.ToString();
                told.UserIdTwo = channel.Subcontext.ToString();
                break;
        }

        router.Deliver(change.Stream, new() { ChannelPresenceEvent = told });
    }
}
