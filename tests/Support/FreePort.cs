using System.Net;
using System.Net.Sockets;

namespace KaosNet.Tests.Support;

/// <summary>Ports nobody listens on, over TCP or UDP, each given out once a process.</summary>
public static class FreePort
{
    // Below the ports that the system gives to connections going out: one of those may be taken between our look and the server's start.
    const int Lowest = 10_000;
    const int Highest = 32_000;

    static readonly Lock Gate = new();
    static readonly HashSet<int> Given = [];

    public static int Next() => Block(1);

    /// <summary>The highest of some free ports in a row: a server also takes the ones below its own.</summary>
    public static int Block(int count)
    {
        lock (Gate)
        {
            while (true)
            {
                var highest = Random.Shared.Next(Lowest + count, Highest);
                var block = Enumerable.Range(highest - count + 1, count).ToList();
                if (block.Exists(Given.Contains) || !block.TrueForAll(IsFree)) continue;
                Given.UnionWith(block);
                return highest;
            }
        }
    }

    static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            // A server listens over UDP on the number of its socket.port as well.
            using var datagrams = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
