using Microsoft.Extensions.Primitives;

namespace KaosNet.Api.Rest;

/// <summary>
/// Tells a client's address where proxies stand in front (<c>socket.proxy_count</c>): the forwarded addresses with the connection's own behind
/// them, without as many at the end as there are proxies. What clients forge stands further left than what trusted proxies wrote.
/// </summary>
static class ClientAddress
{
    /// <summary>Address and port as text. The port of a client behind a proxy is not known.</summary>
    public static (string Address, string Port) Of(HttpContext context, int proxyCount)
    {
        var connection = context.Connection;
        var forwarded = context.Request.Headers["X-Forwarded-For"];
        if (forwarded.Count == 0 || proxyCount == 0) return (TextOf(connection), connection.RemotePort == 0 ? "" : connection.RemotePort.ToString());
        var addresses = AddressesIn(forwarded);
        var chosen = addresses.Count - proxyCount;
        return addresses.Count == 0 || chosen >= addresses.Count ? (TextOf(connection), "") : (addresses[Math.Max(0, chosen)], "");
    }

    static List<string> AddressesIn(StringValues forwarded) =>
        [.. forwarded.SelectMany(header => header!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    static string TextOf(ConnectionInfo connection)
    {
        var address = connection.RemoteIpAddress;
        if (address is null) return "";
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : address.ToString();
    }
}
