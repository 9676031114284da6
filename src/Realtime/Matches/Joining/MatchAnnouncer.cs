using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matches.Routing;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>Comings and goings in a match: its handler hears of them first, then everybody in it.</summary>
public sealed class MatchAnnouncer(StreamRouter router, GameMatches matches, ClusterMatches others) : IStreamAnnouncer
{
    public bool Covers(byte mode) => mode is StreamMode.RelayedMatch or StreamMode.AuthoritativeMatch;

    public void Announce(PresenceChange change)
    {
        var match = MatchStreams.Of(change.Stream);
        if (!match.IsRelayed) matches.Presences(match, Seen(change.Joins, PresenceReason.Unknown), Seen(change.Leaves, change.Reason));
        var envelope = new Envelope
        {
            MatchPresenceEvent = new()
            {
                MatchId = match.ToString(),
                Joins = MatchStreams.Listed(change.Joins),
                Leaves = MatchStreams.Listed(change.Leaves),
            },
        };
        router.Deliver(change.Stream, envelope);
        others.Send(match, envelope);
    }

    static IReadOnlyList<MatchPresence> Seen(IReadOnlyList<StreamPresence> presences, PresenceReason reason) => presences.Count == 0
        ? []
        : [.. presences.Select(presence => presence.Session.MatchPresence with { Reason = reason })];
}
