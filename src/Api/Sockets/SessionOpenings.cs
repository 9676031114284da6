using KaosNet.Api.Operations;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Api.Sockets;

/// <summary>Reads what a client says of the session it opens (parity realtime.md 1.1).</summary>
static class SessionOpenings
{
    public static SessionOpening Of(SignedInPlayer player, SocketFormat format, string? status, string? language, (string Address, string Port) client) => new(
        Guid.Parse(player.UserId), player.Username, player.Vars, player.ExpiresAt, format, IsTrue(status),
        string.IsNullOrEmpty(language) ? "en" : language, client.Address, client.Port);

    static bool IsTrue(string? text) => text is "1" or "t" or "T" or "true" or "TRUE" or "True";
}
