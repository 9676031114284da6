using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Ticking;

namespace KaosNet.Realtime.Matches.Routing;

/// <summary>A node as the others reach its matches and its players. The key is the node's name.</summary>
[Alias("KaosNet.MatchNode")]
public interface IMatchNode : IGrainWithStringKey
{
    /// <summary>Starts a match on this node.</summary>
    [Alias("Create")]
    Task<NodeCreateAnswer> Create(string handler, string parameters);

    /// <summary>A player of the calling node wants to join a match of this one.</summary>
    [Alias("Join")]
    Task<NodeJoinAnswer> Join(string matchId, MatchPresence presence, JoinRequest request);

    /// <summary>Looks a match of this node up; null when there is none.</summary>
    [Alias("Get")]
    Task<MatchSummary?> Get(string matchId);

    /// <summary>Sends a signal to a match of this node; null when there is none.</summary>
    [Alias("Signal")]
    Task<NodeSignalAnswer?> Signal(string matchId, string data);

    /// <summary>What a filter lets through of this node's matches on the server.</summary>
    [Alias("Find")]
    Task<FoundMatch[]> Find(MatchFilter filter);

    /// <summary>The relayed matches with members on this node, with their number.</summary>
    [Alias("Relayed")]
    Task<RelayedSize[]> Relayed();

    /// <summary>The members of a relayed match on this node.</summary>
    [Alias("MembersOf")]
    Task<RemoteMembers> MembersOf(string matchId);

    /// <summary>
    /// What another node has to say, in order. A batch that has been taken already does nothing, so a sender that got no answer says it again.
    /// </summary>
    /// <param name="from">The other node.</param>
    /// <param name="run">Which run of it; batches are counted from 1 in each.</param>
    /// <param name="number">The batch's number.</param>
    /// <param name="mail">What it says.</param>
    [Alias("Take")]
    Task Take(string from, Guid run, long number, IReadOnlyList<NodeMail> mail);
}

/// <summary>What came of a wish for a match.</summary>
/// <param name="MatchId">The match; null when it was refused.</param>
/// <param name="Code">Why not.</param>
/// <param name="Refusal">Why not, in words.</param>
[GenerateSerializer, Immutable]
public sealed record NodeCreateAnswer(string? MatchId, int Code, string Refusal);

/// <summary>What came of a join from another node.</summary>
/// <param name="Refusal">Why nobody can join at the moment; null otherwise.</param>
/// <param name="Answer">What the match answered; null when there is none.</param>
[GenerateSerializer, Immutable]
public sealed record NodeJoinAnswer(string? Refusal, JoinAnswer? Answer);

/// <summary>What came of a signal from another node.</summary>
/// <param name="Data">The handler's answer; null when it was too busy to give one.</param>
[GenerateSerializer, Immutable]
public sealed record NodeSignalAnswer(string? Data);

/// <summary>What one node says to another without waiting for an answer.</summary>
[GenerateSerializer, Immutable]
public abstract record NodeMail;

/// <summary>A player's message to a match of the node.</summary>
[GenerateSerializer, Immutable]
public sealed record MessageMail(string MatchId, MatchMessage Message) : NodeMail;

/// <summary>Players of the sender's have come to a match of the node, or have left it.</summary>
[GenerateSerializer, Immutable]
public sealed record PresenceMail(string MatchId, IReadOnlyList<MatchPresence> Joins, IReadOnlyList<MatchPresence> Leaves) : NodeMail;

/// <summary>An envelope, in protobuf, for sessions of the node; with a match, only for those that are in it.</summary>
[GenerateSerializer, Immutable]
public sealed record EnvelopeMail(IReadOnlyList<Guid> Sessions, string? MatchId, byte[] Envelope) : NodeMail;

/// <summary>An envelope, in protobuf, for all members of a match on the node.</summary>
[GenerateSerializer, Immutable]
public sealed record MatchMail(string MatchId, byte[] Envelope) : NodeMail;

/// <summary>Takes players of the node off a match of the sender's.</summary>
[GenerateSerializer, Immutable]
public sealed record KickMail(string MatchId, IReadOnlyList<MatchPresence> Presences) : NodeMail;

/// <summary>A match of the sender's is over; its stream goes without events.</summary>
[GenerateSerializer, Immutable]
public sealed record CloseMail(string MatchId) : NodeMail;

/// <summary>Closes sockets of the node, as their match has failed.</summary>
[GenerateSerializer, Immutable]
public sealed record DisconnectMail(IReadOnlyList<MatchPresence> Presences) : NodeMail;
