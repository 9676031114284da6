using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Realtime.Parties.Deciding;

/// <summary>A player's socket in a party, or on the way into one. Another socket of the same player is somebody else.</summary>
/// <param name="UserId">The player.</param>
/// <param name="SessionId">The socket.</param>
/// <param name="Username">As of the socket's token.</param>
/// <param name="Node">Name of the server that the socket is on.</param>
[GenerateSerializer, Immutable]
public sealed record PartyMember(string UserId, string SessionId, string Username, string Node)
{
    /// <summary>As clients see it.</summary>
    public UserPresence Wire => new() { UserId = UserId, SessionId = SessionId, Username = Username };

    /// <summary>The socket of a session of this server.</summary>
    public static PartyMember Of(Session session) => Of(session.MatchPresence);

    /// <summary>The socket of a session of any server.</summary>
    public static PartyMember Of(MatchPresence who) => new(who.UserId, who.SessionId, who.Username, who.Node);

    /// <summary>Whether a client means this one: it has to name all three.</summary>
    public bool IsMeantBy(UserPresence presence) =>
        presence.SessionId == SessionId && presence.UserId == UserId && presence.Username == Username;
}
