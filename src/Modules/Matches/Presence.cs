namespace KaosNet.Modules.Matches;

/// <summary>A player on a socket.</summary>
/// <param name="UserId">The player.</param>
/// <param name="SessionId">The socket.</param>
/// <param name="Username">The player's name as of the session token.</param>
/// <param name="Node">The server that holds the socket.</param>
/// <param name="Reason">Why the presence is reported; only of those who leave.</param>
public sealed record Presence(Guid UserId, Guid SessionId, string Username, string Node, PresenceReason Reason = PresenceReason.Unknown);

/// <summary>Why a player left.</summary>
public enum PresenceReason
{
    /// <summary>Not told.</summary>
    Unknown = 0,

    /// <summary>Came.</summary>
    Join = 1,

    /// <summary>Changed something about the presence.</summary>
    Update = 2,

    /// <summary>Left, or was kicked.</summary>
    Leave = 3,

    /// <summary>The socket went away.</summary>
    Disconnect = 4,
}

/// <summary>What a client sent to a match.</summary>
/// <param name="Sender">Who sent it.</param>
/// <param name="OpCode">The game's own kind of message.</param>
/// <param name="Data">The game's own bytes; only valid during the callback.</param>
/// <param name="Reliable">As the client asked; no effect on a socket.</param>
/// <param name="ReceiveTime">When the server got it.</param>
public sealed record MatchMessage(Presence Sender, long OpCode, ReadOnlyMemory<byte> Data, bool Reliable, DateTimeOffset ReceiveTime);

/// <summary>What is known of somebody who wants to join, beside the presence.</summary>
/// <param name="Metadata">What the client said with the join.</param>
/// <param name="Vars">Session variables.</param>
/// <param name="ClientIp">Network address; empty when unknown.</param>
/// <param name="ClientPort">Network port; empty when unknown.</param>
public sealed record JoinRequest(IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, string> Vars, string ClientIp, string ClientPort);
