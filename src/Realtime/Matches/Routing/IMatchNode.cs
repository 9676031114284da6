using KaosNet.Domain.Matches;
using KaosNet.Realtime.Cluster;
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

/// <summary>A player's message to a match of the node.</summary>
[GenerateSerializer, Immutable]
public sealed record MessageMail(string MatchId, MatchMessage Message) : NodeMail
{
    public override bool IsData => true;
}

/// <summary>Players of the sender's have come to a match of the node, or have left it, without having been on its stream.</summary>
[GenerateSerializer, Immutable]
public sealed record PresenceMail(string MatchId, IReadOnlyList<MatchPresence> Joins, IReadOnlyList<MatchPresence> Leaves) : NodeMail;
