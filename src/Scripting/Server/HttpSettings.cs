using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace KaosNet.Scripting.Server;

/// <summary>What modules may ask of other services over HTTP.</summary>
public sealed record HttpSettings
{
    /// <summary>Networks that a module's calls must stay away from.</summary>
    public IReadOnlyList<IPNetwork> Blocked { get; init; } = [];

    /// <summary>The largest body of an answer.</summary>
    public int ReplyBytesMax { get; init; } = 4 << 20;

    /// <summary>Calls under way at once; further ones wait within their own time.</summary>
    public int CallsMax { get; init; } = 64;

    /// <summary>How often a call may be sent on elsewhere; with 0 the answer that would do so is given as it is.</summary>
    public int RedirectsMax { get; init; } = 10;

    /// <summary>The longest that one call may take, whatever a module wants.</summary>
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The networks of one entry of <c>runtime.http_blocked_addresses</c>: an address, a network such as 10.0.0.0/8, or the word <c>private</c>.</summary>
    public static bool TryParse(string entry, [NotNullWhen(true)] out IReadOnlyList<IPNetwork>? networks)
    {
        networks = entry == "private" ? Private
            : IPNetwork.TryParse(entry, out var network) ? [network]
            : IPAddress.TryParse(entry, out var address) ? [new IPNetwork(address, address.GetAddressBytes().Length * 8)]
            : null;
        return networks is not null;
    }

    /// <summary>Whether a module's call must not go there.</summary>
    public bool Blocks(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        foreach (var network in Blocked)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }

    /// <summary>What is not the internet: this machine, its neighbours, and the ways of writing them in IPv6.</summary>
    private static readonly IReadOnlyList<IPNetwork> Private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3", "::/127", "64:ff9b::/96",
            "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];
}
