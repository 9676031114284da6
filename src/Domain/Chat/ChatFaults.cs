using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Chat;

/// <summary>Every refusal of chat, in the texts that clients know (parity section 6, realtime sections 2.4 and 4).</summary>
public static class ChatFaults
{
    public static readonly Fault InvalidChannelId = Fault.InvalidArgument("Invalid channel ID.");
    public static readonly Fault InvalidPageLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("Cursor is invalid or expired.");
    public static readonly Fault GroupNotFound = Fault.InvalidArgument("Group not found.");
    public static readonly Fault ChannelNotFound = Fault.InvalidArgument("Channel not found.");
    public static readonly Fault ListFailed = Fault.Internal("Error listing messages from channel.");
    public static readonly Fault InvalidChannel = Fault.InvalidArgument("Invalid channel identifier");
    public static readonly Fault InvalidMessage = Fault.InvalidArgument("Invalid message identifier");
    public static readonly Fault ContentNotObject = Fault.InvalidArgument("Message content must be a valid JSON object");
    public static readonly Fault ContentTooLong = Fault.InvalidArgument("Message content must be at most 65536 bytes");
    public static readonly Fault InvalidSender = Fault.InvalidArgument("Message sender must be a valid user ID with a name of at most 128 bytes");
    public static readonly Fault NotJoined = Fault.InvalidArgument("Must join channel before sending messages");
    public static readonly Fault NotJoinedToUpdate = Fault.InvalidArgument("Must join channel before updating messages");
    public static readonly Fault NotJoinedToRemove = Fault.InvalidArgument("Must join channel before removing messages");
    public static readonly Fault NothingToUpdate = Fault.InvalidArgument("Could not find message to update in channel history");
    public static readonly Fault NothingToRemove = Fault.InvalidArgument("Could not find message to remove in channel history");
}
