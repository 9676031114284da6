using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LiteNetLib;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Sessions.Rudp;

/// <summary>
/// Sessions over UDP by LiteNetLib: the envelope of the sockets in MessagePack, reliable and in order, but for match and stream data whose sender
/// lets it get lost. A peer sends its token with its request to connect; one without a good token never becomes a peer.
/// </summary>
public sealed class RudpServer : INetEventListener
{
    /// <summary>The client sends faster than its messages can be handled.</summary>
    internal static readonly SessionEnd TooManyWaiting = new(1008, "session incoming queue full");

    /// <summary>What was to be sent does not fit.</summary>
    internal static readonly SessionEnd TooLargeToSend = new(1009, "message too large to be sent");

    const int UpdateMs = 5;
    const int IdleUpdateMs = 100;
    const int FragmentPayloadMin = 512;
    const int ParametersMax = 4096;

    readonly NetManager _manager;
    readonly RudpParts _parts;
    readonly RequestGate _gate;
    readonly IRudpDoor _door;
    readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _stopping;
    int _peers;

    public RudpServer(
        SessionServer sessions, IRudpDoor door, SocketSettings sockets, RudpSettings settings, RealtimeMeter meter, TimeProvider time, ILogger<RudpServer> log)
    {
        // A fragment carries half a kilobyte at the very least, whatever the network allows.
        var fragments = Math.Min(ushort.MaxValue, Math.Max(settings.FragmentsMin, (sockets.MaxMessageSizeBytes / FragmentPayloadMin) + 1));
        _parts = new(sessions, sockets, settings, time, log) { SentBytesMax = fragments * FragmentPayloadMin };
        _gate = new(settings, time);
        _door = door;
        _manager = new(this)
        {
            UnsyncedEvents = true,
            UnsyncedReceiveEvent = true,
            UnsyncedDeliveryEvent = true,
            AutoRecycle = true,
            UpdateTime = IdleUpdateMs,
            PingInterval = (int)Math.Min(sockets.PingPeriod.TotalMilliseconds, 1000),
            DisconnectTimeout = (int)sockets.PongWait.TotalMilliseconds,
            MaxFragmentsCount = (ushort)fragments,
            IPv6Enabled = settings.AddressV6 is not null,
        };
        meter.Meter.CreateObservableGauge("kaos.rudp_peers", () => Volatile.Read(ref _peers), description: "Peers connected over UDP.");
    }

    /// <summary>The port it listens on.</summary>
    public int Port => _manager.LocalPort;

    /// <summary>Opens the port.</summary>
    /// <exception cref="SocketException">It can't be had.</exception>
    public void Start()
    {
        if (_parts.Settings.Port == 0) return;
        // Otherwise the library prints whatever strangers make it say.
        NetDebug.Logger = new DebugLog(_parts.Log);
        var settings = _parts.Settings;
        if (!_manager.Start(settings.Address, settings.AddressV6 ?? IPAddress.IPv6None, settings.Port)) throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    /// <summary>Lets nobody in any more; waits until all sessions, which somebody else closes, have been told so, but not for long.</summary>
    public async Task Stop()
    {
        _stopping = true;
        if (Volatile.Read(ref _peers) == 0) _emptied.TrySetResult();
        await _emptied.Task.WaitAsync(_parts.Sockets.CloseAckWait, _parts.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _manager.Stop(sendDisconnectMessages: true);
    }

    void INetEventListener.OnConnectionRequest(ConnectionRequest request)
    {
        if (!_gate.Admits(request.RemoteEndPoint.Address))
        {
            request.RejectForce();
            return;
        }

        if (_stopping) Refuse(request, 503, SessionEnd.ServerStops.Text);
        else if (Volatile.Read(ref _peers) >= _parts.Settings.PeersMax) Refuse(request, 503, "Too many peers");
        else if (!request.Data.TryGetString(out var parameters) || parameters.Length > ParametersMax || _door.Admit(parameters, request.RemoteEndPoint) is not { } opening)
            Refuse(request, 401, "Missing or invalid token");
        else Accept(request, opening);
    }

    void Accept(ConnectionRequest request, SessionOpening opening)
    {
        // This is the thread that receives, so nothing of the peer's arrives before its session is there.
        var accepted = request.Accept();
        if (accepted.Tag is not null) return;
        var peer = new RudpPeer(accepted, _parts);
        peer.Session = _parts.Sessions.Open(opening, peer);
        accepted.Tag = peer;
        if (Interlocked.Increment(ref _peers) == 1)
        {
            _manager.UpdateTime = UpdateMs;
            _manager.TriggerUpdate();
        }

        _parts.Sessions.Welcome(peer.Session);
    }

    /// <summary>With the payload of a WebSocket's close frame. Costs one packet and no memory, since anybody may ask.</summary>
    static void Refuse(ConnectionRequest request, ushort status, string text)
    {
        var reason = new byte[2 + text.Length];
        BinaryPrimitives.WriteUInt16BigEndian(reason, status);
        Encoding.ASCII.GetBytes(text, reason.AsSpan(2));
        request.RejectForce(reason);
    }

    void INetEventListener.OnNetworkReceive(NetPeer peer, NetPacketReader reader, byte channelNumber, DeliveryMethod deliveryMethod)
    {
        if (peer.Tag is RudpPeer from) from.Take(reader.GetRemainingBytesSpan(), deliveryMethod != DeliveryMethod.Unreliable);
    }

    void INetEventListener.OnMessageDelivered(NetPeer peer, object userData) => ((RudpPeer)userData).Delivered();

    void INetEventListener.OnPeerDisconnected(NetPeer peer, DisconnectInfo disconnectInfo)
    {
        if (peer.Tag is not RudpPeer gone) return;
        peer.Tag = null;
        gone.Gone(disconnectInfo.Reason == DisconnectReason.Timeout ? "nothing was heard of the peer" : "");
        if (Interlocked.Decrement(ref _peers) != 0) return;
        _manager.UpdateTime = IdleUpdateMs;
        if (_stopping) _emptied.TrySetResult();
    }

    void INetEventListener.OnPeerConnected(NetPeer peer)
    {
        // Its session began with the request.
    }

    void INetEventListener.OnNetworkError(IPEndPoint endPoint, SocketError socketError) =>
        _parts.Log.LogDebug("UDP from {Address}: {Error}", endPoint, socketError);

    void INetEventListener.OnNetworkReceiveUnconnected(IPEndPoint remoteEndPoint, NetPacketReader reader, UnconnectedMessageType messageType)
    {
        // Switched off.
    }

    void INetEventListener.OnNetworkLatencyUpdate(NetPeer peer, int latency)
    {
        // Nobody asks for it.
    }

    sealed class DebugLog(ILogger log) : INetLogger
    {
        public void WriteNet(NetLogLevel level, string str, params object[] args) => log.LogDebug("LiteNetLib: {What}", str);
    }
}
