using System.Net;
using KaosNet.Api.Operations;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Rudp;
using Microsoft.AspNetCore.WebUtilities;

namespace KaosNet.Api.Sockets;

/// <summary>Lets peers in over UDP with the token, status and lang that <c>/ws</c> takes as its query.</summary>
sealed class RudpDoor(ISessionAuthenticator authenticator) : IRudpDoor
{
    public SessionOpening? Admit(string parameters, IPEndPoint from)
    {
        // A token has no "=": it is base64url in three parts.
        var query = parameters.Contains('=', StringComparison.Ordinal) ? QueryHelpers.ParseQuery(parameters) : new() { ["token"] = parameters };
        string? token = query.GetValueOrDefault("token");
        if (token is null || !authenticator.TryAuthenticate(token, out var player)) return null;
        var address = from.Address.IsIPv4MappedToIPv6 ? from.Address.MapToIPv4() : from.Address;
        return SessionOpenings.Of(
            player, SocketFormat.MessagePack, query.GetValueOrDefault("status"), query.GetValueOrDefault("lang"), (address.ToString(), from.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
