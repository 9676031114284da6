using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>
/// Which members on other nodes a newcomer of this one is shown. Other nodes are asked before the newcomer is on the match's stream, and somebody may come or go before
/// that: what is announced meanwhile the newcomer does not hear.
/// </summary>
static class MembersElsewhere
{
    /// <summary>Whoever this node knows to be there now, and who was told of and has not been heard of yet: those are announced to the newcomer still.</summary>
    /// <param name="told">Whom the other nodes told of, when they were asked.</param>
    /// <param name="before">Whom this node knew to be there before it asked.</param>
    /// <param name="now">Whom it knows to be there, with the newcomer on the stream.</param>
    public static IEnumerable<UserPresence> Shown(IEnumerable<MatchPresence> told, IReadOnlyList<StreamMember> before, IReadOnlyList<StreamMember> now)
    {
        var heardOf = before.Concat(now).Select(member => member.Plain.SessionId).ToHashSet(StringComparer.Ordinal);
        return now.Where(member => !member.Meta.Hidden).Select(member => member.Plain)
            .Concat(told.Where(member => !heardOf.Contains(member.SessionId)).Select(MatchStreams.Wire));
    }
}
