using System.Net;
using System.Net.Sockets;

namespace KaosNet.Tests.Support;

/// <summary>TCP ports nobody listens on, each given out once a process.</summary>
public static class FreePort
{
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
                var highest = Probe(0) ?? 0;
                var block = Enumerable.Range(highest - count + 1, count).ToList();
                if (block.Exists(port => port < 1024 || Given.Contains(port)) || block.Exists(port => Probe(port) is null)) continue;
                Given.UnionWith(block);
                return highest;
            }
        }
    }

    static int? Probe(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
