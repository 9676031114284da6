using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>Comings and goings in a match: its handler hears of them first on its own node, then everybody of this node who is in it.</summary>
public sealed class MatchAnnouncer(StreamRouter router, MatchHost host, NodeName node) : IStreamAnnouncer
{
    public bool Covers(byte mode) => mode is StreamMode.RelayedMatch or StreamMode.AuthoritativeMatch;

    public void Announce(PresenceChange change)
    {
        var match = MatchStreams.Of(change.Stream);
        if (match.Node == node.Name) host.Presences(match, Seen(change.Joins, PresenceReason.Unknown), Seen(change.Leaves, change.Reason));
        router.Deliver(change.Stream, new Envelope
        {
            MatchPresenceEvent = new()
            {
                MatchId = match.ToString(),
                Joins = MatchStreams.Listed(change.Joins),
                Leaves = MatchStreams.Listed(change.Leaves),
            },
        });
    }

    static IReadOnlyList<MatchPresence> Seen(IReadOnlyList<StreamMember> presences, PresenceReason reason) => presences.Count == 0
        ? []
        : [.. presences.Select(presence => presence.Who with { Reason = reason })];
}
