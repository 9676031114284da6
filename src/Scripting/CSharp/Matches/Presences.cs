using KaosNet.Domain.Matches;
using KaosNet.Modules.Matches;
using MatchMessage = KaosNet.Modules.Matches.MatchMessage;
using PresenceReason = KaosNet.Modules.Matches.PresenceReason;

namespace KaosNet.Scripting.CSharp.Matches;

/// <summary>Players and messages in the words of the module interface.</summary>
internal static class Presences
{
    public static Presence Of(MatchPresence presence) =>
        new(Guid.Parse(presence.UserId), Guid.Parse(presence.SessionId), presence.Username, presence.Node, (PresenceReason)(int)presence.Reason);

    public static List<Presence> Of(IReadOnlyList<MatchPresence> presences) => [.. presences.Select(Of)];

    public static List<MatchMessage> Of(IReadOnlyList<Domain.Matches.MatchMessage> messages) =>
    [
        .. messages.Select(message => new MatchMessage(
            Of(message.Sender), message.OpCode, message.Data, message.Reliable, DateTimeOffset.FromUnixTimeMilliseconds(message.ReceivedAtMs))),
    ];

    public static MatchPresence Of(Presence presence) =>
        new(presence.UserId.ToString("D"), presence.SessionId.ToString("D"), presence.Username, presence.Node, (Domain.Matches.PresenceReason)(int)presence.Reason);
}
