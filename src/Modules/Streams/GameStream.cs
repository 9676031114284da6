using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Streams;

/// <summary>A stream of messages, by its address. The server's own have modes 0 to 11; games take others.</summary>
public sealed record GameStream
{
    /// <summary>Its kind, of which the lowest byte counts.</summary>
    [Expects("expects stream mode to be a number", Kind = "expects stream mode to be a number")]
    public int Mode { get; init; }

    /// <summary>What it is about.</summary>
    [Expects("expects stream subject to be a valid identifier", Kind = "expects stream subject to be a string")]
    public Guid? Subject { get; init; }

    /// <summary>What it is about more closely.</summary>
    [Expects("expects stream subcontext to be a valid identifier", Kind = "expects stream subcontext to be a string")]
    public Guid? Subcontext { get; init; }

    /// <summary>A name.</summary>
    [Expects("expects stream label to be a string", Kind = "expects stream label to be a string")]
    public string Label { get; init; } = "";
}

/// <summary>How somebody is on a stream.</summary>
public record StreamMeta
{
    /// <summary>Whether clients do not see it.</summary>
    public required bool Hidden { get; init; }

    /// <summary>Whether messages to the stream are kept for them.</summary>
    public required bool Persistence { get; init; }

    /// <summary>The player's name.</summary>
    public required string Username { get; init; }

    /// <summary>What the player says of it.</summary>
    public required string Status { get; init; }

    /// <summary>Why it was last reported: 0, as nobody leaves who is there.</summary>
    [InLua(IsAbsent = true)]
    public int Reason { get; init; }
}

/// <summary>A player's session on a stream.</summary>
public sealed record StreamPresence : StreamMeta
{
    /// <summary>The player.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The session.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The server that holds the session's socket.</summary>
    [InJavaScript(Name = "nodeId")]
    public required string Node { get; init; }
}

/// <summary>To whom something is sent.</summary>
public sealed record StreamReceiver
{
    /// <summary>The session.</summary>
    [Expects("expects each presence to have a valid session_id", Kind = "expects each presence to have a valid session_id")]
    public required Guid SessionId { get; init; }
}

/// <summary>Who is to be taken off a stream.</summary>
public sealed record StreamLeaver
{
    /// <summary>The player.</summary>
    [Expects("expects each presence to have a valid user_id", Kind = "expects each presence to have a valid user_id")]
    public required Guid UserId { get; init; }

    /// <summary>The session.</summary>
    [Expects("expects each presence to have a valid session_id", Kind = "expects each presence to have a valid session_id")]
    public required Guid SessionId { get; init; }
}
