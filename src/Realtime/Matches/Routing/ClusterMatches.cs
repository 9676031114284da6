using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Ticking;

namespace KaosNet.Realtime.Matches.Routing;

/// <summary>
/// The matches of the other nodes. A node alone has none, and pays nothing. What answers nothing goes out in order and must not wait. Players of other
/// nodes are reached as those of any stream are (<see cref="Presence.ClusterStreams"/>).
/// </summary>
public abstract class ClusterMatches
{
    /// <summary>A node alone.</summary>
    public static readonly ClusterMatches Alone = new NoOthers();

    /// <summary>Whether there is no other node.</summary>
    public abstract bool IsAlone { get; }

    /// <summary>Starts a match on another node; refused with code 14 when that cannot be reached. See <see cref="IMatches.Create"/>.</summary>
    public abstract ValueTask<Answer<string>> Create(string node, string handler, string parameters, CancellationToken cancel);

    /// <summary>Asks the match's node whether a player of this one may join; null when there is no such node or match.</summary>
    public abstract ValueTask<Answer<JoinAnswer?>> Join(MatchKey match, MatchPresence presence, JoinRequest request, CancellationToken cancel);

    /// <summary>Looks a match of another node up; null when it has none.</summary>
    public abstract ValueTask<MatchSummary?> Get(MatchKey match, CancellationToken cancel);

    /// <summary>Sends a signal to a match of another node.</summary>
    public abstract ValueTask<Answer<string>> Signal(MatchKey match, string data, CancellationToken cancel);

    /// <summary>What a filter lets through on the other nodes. A node that does not answer in time is left out.</summary>
    public abstract ValueTask<IReadOnlyList<FoundMatch>> Find(MatchFilter filter, CancellationToken cancel);

    /// <summary>The relayed matches with members on the other nodes, and how many each has there.</summary>
    public abstract ValueTask<IReadOnlyList<RelayedSize>> Relayed(CancellationToken cancel);

    /// <summary>The members of a relayed match on the other nodes.</summary>
    public abstract ValueTask<RemoteMembers> MembersOf(MatchKey match, CancellationToken cancel);

    /// <summary>A message of a player of this node.</summary>
    public abstract void Post(MatchKey match, MatchMessage message);

    /// <summary>
    /// Players of this node have come to a match of another, or have left it, and were never on its stream: of those who were, all nodes hear.
    /// </summary>
    public abstract void Presences(MatchKey match, IReadOnlyList<MatchPresence> joins, IReadOnlyList<MatchPresence> leaves);

    /// <summary>What somebody is told who wants a match on a node that is not there.</summary>
    protected static Fault OutOfReach(string node) => Fault.Unavailable($"node {node} cannot be reached");

    sealed class NoOthers : ClusterMatches
    {
        public override bool IsAlone => true;

        public override ValueTask<Answer<string>> Create(string node, string handler, string parameters, CancellationToken cancel) =>
            ValueTask.FromResult<Answer<string>>(OutOfReach(node));

        public override ValueTask<Answer<JoinAnswer?>> Join(MatchKey match, MatchPresence presence, JoinRequest request, CancellationToken cancel) =>
            ValueTask.FromResult<Answer<JoinAnswer?>>((JoinAnswer?)null);

        public override ValueTask<MatchSummary?> Get(MatchKey match, CancellationToken cancel) => default;

        public override ValueTask<Answer<string>> Signal(MatchKey match, string data, CancellationToken cancel) =>
            ValueTask.FromResult<Answer<string>>(Fault.NotFound("match not found"));

        public override ValueTask<IReadOnlyList<FoundMatch>> Find(MatchFilter filter, CancellationToken cancel) => new([]);

        public override ValueTask<IReadOnlyList<RelayedSize>> Relayed(CancellationToken cancel) => new([]);

        public override ValueTask<RemoteMembers> MembersOf(MatchKey match, CancellationToken cancel) => new(RemoteMembers.None);

        public override void Post(MatchKey match, MatchMessage message)
        {
        }

        public override void Presences(MatchKey match, IReadOnlyList<MatchPresence> joins, IReadOnlyList<MatchPresence> leaves)
        {
        }
    }
}

/// <summary>A relayed match's members on one node.</summary>
[GenerateSerializer, Immutable]
public sealed record RelayedSize(string MatchId, int Size);

/// <summary>Members of a relayed match on other nodes.</summary>
/// <param name="Visible">Those that are listed.</param>
/// <param name="Count">All of them, hidden ones included.</param>
[GenerateSerializer, Immutable]
public sealed record RemoteMembers(IReadOnlyList<MatchPresence> Visible, int Count)
{
    /// <summary>Nobody.</summary>
    public static readonly RemoteMembers None = new([], 0);
}
