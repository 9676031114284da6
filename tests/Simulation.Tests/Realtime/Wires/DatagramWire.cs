using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using KaosNet.Protocol;
using KaosNet.Protocol.Realtime;
using LiteNetLib;

namespace KaosNet.Simulation.Tests.Realtime.Wires;

/// <summary>A peer over UDP, in MessagePack.</summary>
public sealed class DatagramWire : INetEventListener, IWire
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Channel<byte[]> _received = System.Threading.Channels.Channel.CreateUnbounded<byte[]>();
    readonly TaskCompletionSource<bool> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<Ending> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly NetManager _manager;
    NetPeer _peer = null!;

    DatagramWire() => _manager = new(this) { UnsyncedEvents = true, AutoRecycle = true, DisconnectTimeout = 60_000, MaxConnectAttempts = 20, UpdateTime = 10 };

    /// <summary>Connects; null when the server refuses or is not there.</summary>
    public static async Task<DatagramWire?> Open(int port, string token, string query = "")
    {
        var wire = new DatagramWire();
        wire._manager.Start().ShouldBeTrue();
        wire._peer = wire._manager.Connect("127.0.0.1", port, $"token={token}{query}");
        if (await wire._connected.Task.WaitAsync(Patience)) return wire;
        wire.Dispose();
        return null;
    }

    public Task Send(Envelope envelope)
    {
        if (_ended.Task.IsCompleted) throw new IOException("The connection is gone.");
        var bytes = new ArrayBufferWriter<byte>(256);
        Codecs.MessagePack.Write(bytes, envelope);
        _peer.Send(bytes.WrittenSpan, DeliveryMethod.ReliableOrdered);
        return Task.CompletedTask;
    }

    public async Task<Ending> Listen(Action<Envelope> hear)
    {
        await foreach (var bytes in _received.Reader.ReadAllAsync())
        {
            var envelope = new Envelope();
            if (Codecs.MessagePack.Read(new(bytes), envelope) is { } refusal) throw new InvalidDataException($"The server sent what cannot be read: {refusal}");
            hear(envelope);
        }

        return await _ended.Task;
    }

    public Task Close()
    {
        _peer.Disconnect();
        return Task.CompletedTask;
    }

    public Task Cut()
    {
        // Not without a word: who is silent over UDP is waited for, as long as pong_wait_ms.
        _manager.Stop();
        End(Ending.Cut);
        return Task.CompletedTask;
    }

    public void Dispose() => _manager.Stop();

    void End(Ending ending)
    {
        _ended.TrySetResult(ending);
        _connected.TrySetResult(false);
        _received.Writer.TryComplete();
    }

    void INetEventListener.OnPeerConnected(NetPeer peer) => _connected.TrySetResult(true);

    void INetEventListener.OnPeerDisconnected(NetPeer peer, DisconnectInfo disconnectInfo)
    {
        var data = disconnectInfo.AdditionalData is { IsNull: false } reader ? reader.GetRemainingBytes() : [];
        End(data.Length < 2 ? Ending.Cut : new(BinaryPrimitives.ReadUInt16BigEndian(data), Encoding.UTF8.GetString(data.AsSpan(2))));
    }

    void INetEventListener.OnNetworkReceive(NetPeer peer, NetPacketReader reader, byte channelNumber, DeliveryMethod deliveryMethod) =>
        _received.Writer.TryWrite(reader.GetRemainingBytes());

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
