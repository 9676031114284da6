using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using LiteNetLib;

namespace KaosNet.Api.Tests.Sockets;

/// <summary>A game's client over UDP: LiteNetLib as it comes, and MessagePack.</summary>
public sealed class RudpClient : INetEventListener, IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Channel<(Dictionary<int, object> Envelope, DeliveryMethod How)> _received = Channel.CreateUnbounded<(Dictionary<int, object>, DeliveryMethod)>();
    readonly Queue<(Dictionary<int, object> Envelope, DeliveryMethod How)> _pushes = new();
    readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<(DisconnectReason Reason, int Code, string Text)> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly NetManager _manager;

    RudpClient() => _manager = new(this)
    {
        // As patient as a busy machine needs it; the rest as it comes.
        UnsyncedEvents = true, AutoRecycle = true, DisconnectTimeout = 60_000, MaxConnectAttempts = 60, UpdateTime = 5,
    };

    public NetPeer Peer { get; private set; } = null!;

    /// <summary>Why the connection ended, with the code and text that came along.</summary>
    public Task<(DisconnectReason Reason, int Code, string Text)> Ended => _ended.Task.WaitAsync(Patience);

    /// <summary>Asks to be let in, and does not wait.</summary>
    public static RudpClient Begin(int port, string parameters)
    {
        var client = new RudpClient();
        client._manager.Start().ShouldBeTrue();
        client.Peer = client._manager.Connect("127.0.0.1", port, parameters);
        return client;
    }

    public static async Task<RudpClient> Connect(int port, string parameters)
    {
        var client = Begin(port, parameters);
        await client._connected.Task.WaitAsync(Patience);
        return client;
    }

    public void Send(byte[] message, DeliveryMethod how = DeliveryMethod.ReliableOrdered) => Peer.Send(message, how);

    /// <summary>Sends a request and waits for its answer; pushes that come before it are kept for whoever waits for their kind.</summary>
    public async Task<Dictionary<int, object>> Ask(int kind, params (int Field, object Value)[] fields)
    {
        Send(Packed.Envelope("1", kind, fields));
        while (true)
        {
            var received = await Next();
            if (received.Envelope.TryGetValue(Packed.Cid, out var cid) && (string)cid == "1") return received.Envelope;
            _pushes.Enqueue(received);
        }
    }

    /// <summary>The next message and how it came.</summary>
    public async Task<(Dictionary<int, object> Envelope, DeliveryMethod How)> Receive() => _pushes.TryDequeue(out var push) ? push : await Next();

    /// <summary>The next message of that kind and how it came; others are passed over.</summary>
    public async Task<(Dictionary<int, object> Envelope, DeliveryMethod How)> Receive(int kind)
    {
        while (_pushes.TryDequeue(out var push))
            if (push.Envelope.ContainsKey(kind)) return push;
        while (true)
        {
            var received = await Next();
            if (received.Envelope.ContainsKey(kind)) return received;
        }
    }

    /// <summary>Is gone without a word.</summary>
    public void GoDeaf() => _manager.Stop(sendDisconnectMessages: false);

    public ValueTask DisposeAsync()
    {
        _manager.Stop();
        return ValueTask.CompletedTask;
    }

    async Task<(Dictionary<int, object> Envelope, DeliveryMethod How)> Next()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _received.Reader.ReadAsync(patience.Token);
    }

    void INetEventListener.OnPeerConnected(NetPeer peer) => _connected.TrySetResult();

    void INetEventListener.OnPeerDisconnected(NetPeer peer, DisconnectInfo disconnectInfo)
    {
        var data = disconnectInfo.AdditionalData is { IsNull: false } reader ? reader.GetRemainingBytes() : [];
        var code = data.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(data);
        _ended.TrySetResult((disconnectInfo.Reason, code, data.Length < 2 ? "" : Encoding.UTF8.GetString(data.AsSpan(2))));
        _connected.TrySetException(new InvalidOperationException("refused: " + code));
        _received.Writer.TryComplete();
    }

    void INetEventListener.OnNetworkReceive(NetPeer peer, NetPacketReader reader, byte channelNumber, DeliveryMethod deliveryMethod) =>
        _received.Writer.TryWrite((Packed.Read(reader.GetRemainingBytes()), deliveryMethod));

    void INetEventListener.OnNetworkError(IPEndPoint endPoint, SocketError socketError)
    {
    }

    void INetEventListener.OnNetworkReceiveUnconnected(IPEndPoint remoteEndPoint, NetPacketReader reader, UnconnectedMessageType messageType)
    {
    }

    void INetEventListener.OnNetworkLatencyUpdate(NetPeer peer, int latency)
    {
    }

    void INetEventListener.OnConnectionRequest(ConnectionRequest request) => request.RejectForce();
}
