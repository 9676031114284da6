using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Chat;

/// <summary>Chat: a module speaks on any channel, in anybody's name, without joining it.</summary>
public interface IChatFunctions
{
    /// <summary>The id of a channel.</summary>
    /// <param name="senderId">One of the two, or who has to be in the group; null for the server.</param>
    /// <param name="target">The room's name, or the id of the other player or of the group.</param>
    /// <param name="type">What the channel is for.</param>
    [ServerFunction("channel_id_build", Failure = "error building channel ID: ")]
    ValueTask<string> BuildId(
        [Expects("expects sender ID to either be not set, empty string or a valid ID")] Guid? senderId,
        string target,
        [Expects("expects channel type to be 1, 2 or 3")] ChannelType type);

    /// <summary>Says something on a channel.</summary>
    /// <param name="channelId">Where.</param>
    /// <param name="content">What.</param>
    /// <param name="senderId">In whose name; null for the server's.</param>
    /// <param name="senderUsername">That player's name.</param>
    /// <param name="persist">Whether it is kept in the channel's history; yes in JavaScript unless told otherwise.</param>
    [ServerFunction("channel_message_send", Failure = "failed to send channel message: ")]
    ValueTask<ChannelMessageAck> Send(
        [Checked("ChannelId", "expects channel ID to be a valid channel identifier")] string channelId,
        JsonText? content = null,
        [Expects("expects sender ID to either be not set, empty string or a valid ID")] Guid? senderId = null,
        string senderUsername = "",
        [InJavaScript(Default = true)] bool persist = false);

    /// <summary>Says differently what was said on a channel.</summary>
    /// <param name="channelId">Where.</param>
    /// <param name="messageId">Which message.</param>
    /// <param name="content">What it says now.</param>
    /// <param name="senderId">In whose name, which has to be its own; null for the server's.</param>
    /// <param name="senderUsername">That player's name.</param>
    /// <param name="persist">Whether it is in the channel's history; yes in JavaScript unless told otherwise.</param>
    [ServerFunction("channel_message_update", Failure = "failed to update channel message: ")]
    ValueTask<ChannelMessageAck> Update(
        [Checked("ChannelId", "expects channel ID to be a valid channel identifier")] string channelId,
        [Expects("expects message ID to be a valid identifier")] Guid messageId,
        JsonText? content = null,
        [Expects("expects sender ID to either be not set, empty string or a valid ID")] Guid? senderId = null,
        string senderUsername = "",
        [InJavaScript(Default = true)] bool persist = false);

    /// <summary>Takes back what was said on a channel.</summary>
    /// <param name="channelId">Where.</param>
    /// <param name="messageId">Which message.</param>
    /// <param name="senderId">In whose name, which has to be its own; null for the server's.</param>
    /// <param name="senderUsername">That player's name.</param>
    /// <param name="persist">Whether it is in the channel's history; yes in JavaScript unless told otherwise.</param>
    [ServerFunction("channel_message_remove", Failure = "failed to remove channel message: ")]
    ValueTask<ChannelMessageAck> Remove(
        [Checked("ChannelId", "expects channel ID to be a valid channel identifier")] string channelId,
        [Expects("expects message ID to be a valid identifier")] Guid messageId,
        [Expects("expects sender ID to either be not set, empty string or a valid ID")] Guid? senderId = null,
        string senderUsername = "",
        [InJavaScript(Default = true)] bool persist = false);

    /// <summary>Lists a channel's history.</summary>
    /// <param name="channelId">Which.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="forward">Whether the oldest come first.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("channel_messages_list", Failure = "failed to list channel messages: ", LuaReturnsMembers = true)]
    ValueTask<ChannelMessagePage> List(
        [Checked("ChannelId", "expects channel ID to be a valid channel identifier")] string channelId,
        [Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 100,
        bool forward = true,
        string cursor = "");
}
