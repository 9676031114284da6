using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Presence;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Realtime.Matches.Routing;

/// <summary>
/// Matches across nodes by Orleans: every node is a grain that lives on it (<see cref="IMatchNode"/>). When a node goes, its players leave the matches of
/// this one, and this one's players drop out of the matches of that one, whose next run they may join again.
/// </summary>
public sealed class OrleansMatches(IServiceProvider services, ClusterNodes nodes, MatchSettings settings, TimeProvider time) : ClusterMatches, INodePart
{
    readonly Lazy<MatchHost> _host = new(services.GetRequiredService<MatchHost>);

    public override bool IsAlone => nodes.IsAlone;

    public override async ValueTask<Answer<string>> Create(string node, string handler, string parameters, CancellationToken cancel)
    {
        if (nodes.Find(node) is not { } peer) return OutOfReach(node);
        var answer = await nodes.Ask(peer, GrainOf(peer).Create(handler, parameters), settings.AnswerDeadline, NobodyAnswered, cancel);
        if (answer == NobodyAnswered) return OutOfReach(node);
        return answer.MatchId is { } match ? match : new Fault((FaultCode)answer.Code, answer.Refusal);
    }

    public override async ValueTask<Answer<JoinAnswer?>> Join(MatchKey match, MatchPresence presence, JoinRequest request, CancellationToken cancel)
    {
        if (nodes.Find(match.Node) is not { } peer) return (JoinAnswer?)null;
        try
        {
            var answer = await GrainOf(peer).Join(match.ToString(), presence, request).WaitAsync(settings.AnswerDeadline, time, cancel);
            return answer.Refusal is { } full ? Fault.ResourceExhausted(full) : answer.Answer;
        }
        catch (OperationCanceledException)
        {
            // The match may have let in a player whose socket has closed meanwhile.
            Presences(match, [], [presence with { Reason = PresenceReason.Disconnect }]);
            return JoinAnswer.Refused;
        }
        catch (Exception lost) when (nodes.IsLost(lost, match.Node))
        {
            return JoinAnswer.Refused;
        }
    }

    public override async ValueTask<MatchSummary?> Get(MatchKey match, CancellationToken cancel) =>
        nodes.Find(match.Node) is { } peer ? await nodes.Ask(peer, GrainOf(peer).Get(match.ToString()), ClusterNodes.LookUp, otherwise: null, cancel) : null;

    public override async ValueTask<Answer<string>> Signal(MatchKey match, string data, CancellationToken cancel)
    {
        if (nodes.Find(match.Node) is not { } peer) return Fault.NotFound("match not found");
        var answer = await nodes.Ask(peer, GrainOf(peer).Signal(match.ToString(), data), settings.AnswerDeadline, Busy, cancel);
        if (answer is null) return Fault.NotFound("match not found");
        return answer.Data is { } text ? text : Fault.Unavailable("match busy");
    }

    public override async ValueTask<IReadOnlyList<FoundMatch>> Find(MatchFilter filter, CancellationToken cancel) =>
        Together(await nodes.AskAll<IMatchNode, FoundMatch[]>(node => node.Find(filter), [], cancel));

    public override async ValueTask<IReadOnlyList<RelayedSize>> Relayed(CancellationToken cancel) =>
        Together(await nodes.AskAll<IMatchNode, RelayedSize[]>(node => node.Relayed(), [], cancel));

    public override async ValueTask<RemoteMembers> MembersOf(MatchKey match, CancellationToken cancel)
    {
        if (nodes.IsAlone) return RemoteMembers.None;
        var parts = await nodes.AskAll<IMatchNode, RemoteMembers>(node => node.MembersOf(match.ToString()), RemoteMembers.None, cancel);
        return new([.. parts.SelectMany(part => part.Visible)], parts.Sum(part => part.Count));
    }

    public override void Post(MatchKey match, MatchMessage message) => nodes.Send(match.Node, new MessageMail(match.ToString(), message));

    public override void Presences(MatchKey match, IReadOnlyList<MatchPresence> joins, IReadOnlyList<MatchPresence> leaves) =>
        nodes.Send(match.Node, new PresenceMail(match.ToString(), joins, leaves));

    public bool Hear(OtherNode from, NodeMail mail)
    {
        switch (mail)
        {
            case MessageMail message: _host.Value.Post(KeyOf(message.MatchId), message.Message); break;
            case PresenceMail presence: _host.Value.Presences(KeyOf(presence.MatchId), presence.Joins, presence.Leaves); break;
            default: return false;
        }

        return true;
    }

    /// <summary>A node is gone, and with it its players and its matches. Those who were on their way into a match are on no stream.</summary>
    public void Lost(OtherNode node)
    {
        foreach (var (match, members) in _host.Value.MembersOn(node.Name))
            _host.Value.Presences(match, [], [.. members.Select(member => member with { Reason = PresenceReason.Disconnect })]);
        var tracker = services.GetRequiredService<PresenceTracker>();
        foreach (var stream in tracker.Streams.Where(stream => stream.Mode == StreamMode.AuthoritativeMatch && stream.Label == node.Name).ToArray())
            tracker.Close(stream);
    }

    static readonly NodeCreateAnswer NobodyAnswered = new(null, 0, "");

    static readonly NodeSignalAnswer Busy = new(Data: null);

    static T[] Together<T>(T[][] parts) => [.. parts.SelectMany(part => part)];

    static MatchKey KeyOf(string matchId) =>
        MatchKey.TryParse(matchId, out var match) ? match : throw new FormatException($"{matchId} is no match id.");

    IMatchNode GrainOf(OtherNode node) => nodes.Grain<IMatchNode>(node);
}
