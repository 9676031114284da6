namespace KaosNet.Domain.Matches;

/// <summary>Why a player came to a stream or left it, in the numbers that match handlers see.</summary>
public enum PresenceReason
{
    /// <summary>Not told, e.g. to a join callback, or a join that was never completed.</summary>
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

/// <summary>One session of a player in a match.</summary>
/// <param name="UserId">The player, a lower-case UUID.</param>
/// <param name="SessionId">The player's socket; the same player may be in a match with several.</param>
/// <param name="Username">As of the token that the socket was opened with.</param>
/// <param name="Node">Name of the server that holds the socket.</param>
/// <param name="Reason">Why this presence is reported; unknown in joins.</param>
public sealed record MatchPresence(string UserId, string SessionId, string Username, string Node, PresenceReason Reason = PresenceReason.Unknown);

/// <summary>What a client sent to a match.</summary>
/// <param name="Sender">Who sent it.</param>
/// <param name="OpCode">The game's own kind of message.</param>
/// <param name="Data">The game's own bytes; empty when the client sent none.</param>
/// <param name="Reliable">As the client asked; no effect on a socket.</param>
/// <param name="ReceivedAtMs">When the server got it, Unix milliseconds.</param>
public sealed record MatchMessage(MatchPresence Sender, long OpCode, ReadOnlyMemory<byte> Data, bool Reliable, long ReceivedAtMs);

/// <summary>What a match handler learns about somebody who wants to join, beside the presence.</summary>
/// <param name="Metadata">What the client said with the join.</param>
/// <param name="Vars">Session variables of the player's token.</param>
/// <param name="SessionExpiry">When the token expires, Unix seconds.</param>
/// <param name="ClientAddress">Network address, empty when unknown.</param>
/// <param name="ClientPort">Network port, empty when unknown.</param>
public sealed record JoinRequest(
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyDictionary<string, string> Vars,
    long SessionExpiry,
    string ClientAddress,
    string ClientPort);
