using System.Buffers;
using System.Globalization;
using KaosNet.Realtime.Presence;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Cluster;

/// <summary>What one stream is across nodes: which of them have members. The key spells the stream's address.</summary>
public interface IStreamGrain : IGrainWithStringKey
{
    /// <summary>A node has members on the stream; told again whenever nodes come and go, so that a lost grain learns it anew.</summary>
    Task Enter(string node, INodeObserver observer);

    /// <summary>A node has no member on the stream any more.</summary>
    Task Leave(string node);

    /// <summary>Takes an envelope, in protobuf, to all nodes with members but the one that sends it.</summary>
    Task Send(string fromNode, ReadOnlyMemory<byte> envelope);
}

/// <summary>A node's ear for what other nodes send to streams.</summary>
public interface INodeObserver : IGrainObserver
{
    /// <summary>An envelope, in protobuf, for this node's members of a stream.</summary>
    Task Deliver(string streamKey, ReadOnlyMemory<byte> envelope);
}

/// <summary>Keeps a stream's nodes in memory only: it is a directory, and every node announces itself again when nodes change.</summary>
sealed class StreamGrain(ILogger<StreamGrain> log) : Grain, IStreamGrain
{
    readonly Dictionary<string, INodeObserver> _nodes = new(StringComparer.Ordinal);

    public Task Enter(string node, INodeObserver observer)
    {
        _nodes[node] = observer;
        // Stays while it knows somebody; collected like any idle grain afterwards.
        DelayDeactivation(TimeSpan.FromDays(1));
        return Task.CompletedTask;
    }

    public Task Leave(string node)
    {
        _nodes.Remove(node);
        if (_nodes.Count == 0) DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task Send(string fromNode, ReadOnlyMemory<byte> envelope)
    {
        foreach (var (node, observer) in _nodes.ToArray())
        {
            if (node == fromNode) continue;
            try
            {
                await observer.Deliver(this.GetPrimaryKeyString(), envelope);
            }
            catch (Exception gone) when (gone is not OperationCanceledException)
            {
                log.LogWarning(gone, "Node {Node} cannot be reached; its members of {Stream} miss a message", node, this.GetPrimaryKeyString());
                _nodes.Remove(node);
            }
        }
    }
}

/// <summary>Stream addresses as grain keys.</summary>
static class StreamKeys
{
    public static string KeyOf(StreamAddress stream) =>
        string.Create(CultureInfo.InvariantCulture, $"{stream.Mode}/{stream.Subject:N}/{stream.Subcontext:N}/{stream.Label}");

    public static StreamAddress AddressOf(string key)
    {
        var parts = key.Split('/', 4);
        return new(byte.Parse(parts[0], CultureInfo.InvariantCulture), Guid.ParseExact(parts[1], "N"), Guid.ParseExact(parts[2], "N"), parts[3]);
    }
}
