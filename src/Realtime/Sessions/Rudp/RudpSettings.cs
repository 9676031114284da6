using System.Net;

namespace KaosNet.Realtime.Sessions.Rudp;

/// <summary>Where peers connect over UDP, and the bounds that <see cref="SocketSettings"/> does not have.</summary>
public sealed record RudpSettings
{
    /// <summary>UDP port; 0 for none.</summary>
    public int Port { get; init; }

    /// <summary>Address to listen on for IPv4.</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary>Address to listen on for IPv6; null for none.</summary>
    public IPAddress? AddressV6 { get; init; } = IPAddress.IPv6Any;

    /// <summary>Peers that may be connected at a time; further ones are refused.</summary>
    public int PeersMax { get; init; } = 10_000;

    /// <summary>Requests to connect that one address may send a second on average; those above are not answered.</summary>
    public int RequestsPerSecond { get; init; } = 20;

    /// <summary>Requests to connect that one address may send at once.</summary>
    public int RequestBurst { get; init; } = 100;

    /// <summary>Addresses whose requests are counted each on its own; all further ones share one count.</summary>
    public int AddressesMax { get; init; } = 10_000;

    /// <summary>Messages of one peer that may wait to be handled. One more closes the session, or is dropped if it came unreliably.</summary>
    public int IncomingQueueSize { get; init; } = 256;

    /// <summary>Packets that a message may be split into, at least: what the server sends may be this large even where clients may send less.</summary>
    public int FragmentsMin { get; init; } = 64;
}
