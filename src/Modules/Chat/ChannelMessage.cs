using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Chat;

/// <summary>What a channel is for; a number in scripts.</summary>
public enum ChannelType
{
    /// <summary>Whoever joins a room of that name.</summary>
    Room = 1,

    /// <summary>Two players.</summary>
    DirectMessage = 2,

    /// <summary>A group's members.</summary>
    Group = 3,
}

/// <summary>A message that was said, changed or removed. Its members are spelled in camel case in Lua too, as they always were.</summary>
[InLua(IsCamelCase = true)]
public sealed record ChannelMessageAck
{
    /// <summary>The channel.</summary>
    public required string ChannelId { get; init; }

    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>What happened: 0 said, 1 changed, 2 removed.</summary>
    public int Code { get; init; }

    /// <summary>The name it was said in.</summary>
    public string Username { get; init; } = "";

    /// <summary>When it was said; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it last changed; a number of seconds in scripts.</summary>
    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>Whether it is kept in the channel's history.</summary>
    public bool Persistent { get; init; }
}

/// <summary>A message of a channel's history. Its members are spelled in camel case in Lua too, as they always were.</summary>
[InLua(IsCamelCase = true)]
public sealed record ChannelMessage
{
    /// <summary>The channel.</summary>
    public required string ChannelId { get; init; }

    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>What it is: 0 for something a player or the server said; what happened in the group otherwise.</summary>
    public int Code { get; init; }

    /// <summary>In whose name; the id of zeros for the server's.</summary>
    public Guid SenderId { get; init; }

    /// <summary>The sender's name then.</summary>
    public string Username { get; init; } = "";

    /// <summary>What was said, the text of a JSON object.</summary>
    public required string Content { get; init; }

    /// <summary>When it was said; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it last changed; a number of seconds in scripts.</summary>
    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>Whether it is kept; those in lists are.</summary>
    public bool Persistent { get; init; }

    /// <summary>The room; empty elsewhere.</summary>
    public string RoomName { get; init; } = "";

    /// <summary>The group; empty elsewhere.</summary>
    public string GroupId { get; init; } = "";

    /// <summary>One of two players; empty elsewhere.</summary>
    public string UserIdOne { get; init; } = "";

    /// <summary>The other one; empty elsewhere.</summary>
    public string UserIdTwo { get; init; } = "";
}

/// <summary>A page of a channel's history.</summary>
/// <param name="Messages">They.</param>
/// <param name="NextCursor">Where the next page begins; empty on the last.</param>
/// <param name="PrevCursor">Where the page before begins; empty on the first.</param>
public sealed record ChannelMessagePage(IReadOnlyList<ChannelMessage> Messages, string NextCursor, string PrevCursor);
