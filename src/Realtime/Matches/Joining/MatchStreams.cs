using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Matches.Joining;

/// <summary>The streams of matches.</summary>
public static class MatchStreams
{
    /// <summary>The modes that matches use.</summary>
    public static ReadOnlySpan<byte> Modes => [StreamMode.RelayedMatch, StreamMode.AuthoritativeMatch];

    /// <summary>The stream of a match.</summary>
    public static StreamAddress Stream(this MatchKey match) =>
        new(match.IsRelayed ? StreamMode.RelayedMatch : StreamMode.AuthoritativeMatch, match.Id, match.Node);

    /// <summary>The match of a stream.</summary>
    public static MatchKey Of(StreamAddress stream) => new(stream.Subject, stream.Label);

    /// <summary>A member as clients see it in a match.</summary>
    public static UserPresence Wire(MatchPresence member) => new() { UserId = member.UserId, SessionId = member.SessionId, Username = member.Username };

    /// <summary>Visible members as clients see them in a match: without status and persistence.</summary>
    public static List<UserPresence> Listed(IReadOnlyList<StreamMember> members) =>
        [.. members.Where(member => !member.Meta.Hidden).Select(member => member.Plain)];
}
