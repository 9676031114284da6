using KaosNet.Domain.Chat;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Chat;

/// <summary>Where the sessions on a channel are found: mode and parts are the same.</summary>
public static class ChannelStreams
{
    public static StreamAddress Of(ChannelId channel) => new((byte)channel.Mode, channel.Subject, channel.Subcontext, channel.Label);

    /// <summary>The channel whose stream it is.</summary>
    public static ChannelId ChannelOf(StreamAddress stream) => new((ChannelMode)stream.Mode, stream.Subject, stream.Subcontext, stream.Label);
}
