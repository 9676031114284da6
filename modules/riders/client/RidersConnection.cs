using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using KaosNet.Protocol;
using KaosNet.Protocol.Realtime;
using LiteNetLib;

using Channel = System.Threading.Channels.Channel;

namespace KaosNet.Riders;

/// <summary>Where a server is, and the key that games prove themselves with.</summary>
sealed record ServerAddress(string Host, int Port, int RudpPort, string Key);

/// <summary>The server cannot be reached or says no; the message is one line for the player.</summary>
sealed class RefusedException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>It was there and may be again: worth another attempt.</summary>
    public bool IsLoss { get; init; }
}

/// <summary>
/// A signed-in player's connection over rUDP: LiteNetLib as it comes, with the server's envelope in MessagePack. Requests and results go reliably and in
/// order; what a later packet replaces goes unreliably.
/// </summary>
sealed class RidersConnection : INetEventListener, IAsyncDisposable
{
    /// <summary>Messages that wait to be looked at; who does not look for so long is disconnected.</summary>
    const int WaitingMax = 1024;

    const int NamesMax = 9;
    const int AlreadyExists = 6;
    const int DisconnectTimeoutMs = 15_000;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<string, TaskCompletionSource<Envelope>> _asked = new(StringComparer.Ordinal);
    readonly Channel<MatchData> _received = Channel.CreateBounded<MatchData>(WaitingMax);
    readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly NetManager _manager;
    NetPeer? _peer;
    int _cid;

    RidersConnection(string userId)
    {
        UserId = userId;
        _manager = new(this) { UnsyncedEvents = true, AutoRecycle = true, UpdateTime = 5, DisconnectTimeout = DisconnectTimeoutMs };
    }

    public string UserId { get; }

    /// <summary>What matches send, in the order in which it came. Ends with a <see cref="RefusedException"/> when the connection does.</summary>
    public ChannelReader<MatchData> Received => _received.Reader;

    /// <summary>Signs in over HTTP and connects over UDP.</summary>
    /// <exception cref="RefusedException">Nobody answers, or not with yes.</exception>
    public static async Task<RidersConnection> Open(ServerAddress server, string name, CancellationToken cancel)
    {
        var (token, userId) = await SignIn(server, name, cancel);
        var connection = new RidersConnection(userId);
        try
        {
            if (!connection._manager.Start()) throw new RefusedException("No UDP port can be opened on this machine.");
            connection._peer = connection._manager.Connect(server.Host, server.RudpPort, "token=" + token);
            await connection._connected.Task.WaitAsync(Patience, cancel);
            return connection;
        }
        catch (TimeoutException silent)
        {
            await connection.DisposeAsync();
            throw new RefusedException($"Nobody answers on UDP port {server.RudpPort}.", silent) { IsLoss = true };
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a function of the server's modules.</summary>
    public async Task<JsonElement> Call(string function, string payload, CancellationToken cancel)
    {
        var answer = await Ask(new() { Rpc = new() { Id = function, Payload = payload } }, cancel);
        using var json = JsonDocument.Parse(answer.Rpc!.Payload ?? "{}");
        return json.RootElement.Clone();
    }

    public Task Join(string matchId, CancellationToken cancel) => Ask(new() { MatchJoin = new() { MatchId = matchId } }, cancel);

    public Task Leave(string matchId, CancellationToken cancel) => Ask(new() { MatchLeave = new() { MatchId = matchId } }, cancel);

    /// <summary>Tells the match something that may be lost.</summary>
    public void Tell(string matchId, long operation, string words) => Send(
        new() { MatchDataSend = new() { MatchId = matchId, OpCode = operation, Data = Encoding.UTF8.GetBytes(words) } }, DeliveryMethod.Unreliable);

    public ValueTask DisposeAsync()
    {
        _manager.Stop(sendDisconnectMessages: true);
        return ValueTask.CompletedTask;
    }

    async Task<Envelope> Ask(Envelope envelope, CancellationToken cancel)
    {
        envelope.Cid = $"{Interlocked.Increment(ref _cid)}";
        var answered = new TaskCompletionSource<Envelope>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[envelope.Cid] = answered;
        Send(envelope, DeliveryMethod.ReliableOrdered);
        try
        {
            var answer = await answered.Task.WaitAsync(Patience, cancel);
            return answer.Error is { } error ? throw new RefusedException(error.Message) : answer;
        }
        catch (TimeoutException silent)
        {
            throw new RefusedException("The server does not answer.", silent) { IsLoss = true };
        }
        finally
        {
            _asked.TryRemove(envelope.Cid, out _);
        }
    }

    void Send(Envelope envelope, DeliveryMethod how)
    {
        var message = new ArrayBufferWriter<byte>();
        MessagePackCodec.Serialize(message, envelope);
        _peer!.Send(message.WrittenSpan, how);
    }

    /// <summary>A player is a name on a machine. A name that somebody else has gets a number.</summary>
    static async Task<(string Token, string UserId)> SignIn(ServerAddress server, string name, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = new($"http://{server.Host}:{server.Port}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(server.Key + ":")));
        var device = JsonSerializer.Serialize(new { id = $"light-riders-{Environment.MachineName}-{name}" });
        try
        {
            for (var number = 1; ; number++)
            {
                var wanted = number == 1 ? name : $"{name}-{number}";
                using var body = new StringContent(device, Encoding.UTF8, "application/json");
                using var response = await http.PostAsync(new Uri($"/v2/account/authenticate/device?username={Uri.EscapeDataString(wanted)}", UriKind.Relative), body, cancel);
                using var said = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancel));
                if (response.IsSuccessStatusCode) return Read(said.RootElement.GetProperty("token").GetString()!);
                if (number == NamesMax || said.RootElement.GetProperty("code").GetInt32() != AlreadyExists)
                    throw new RefusedException($"The server on port {server.Port} refuses: {said.RootElement.GetProperty("message")}");
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException)
        {
            throw new RefusedException($"No server answers on {server.Host}:{server.Port}. Start one with ./kaos run, or name its port: ./kaos play --port PORT", failure) { IsLoss = true };
        }
    }

    /// <summary>Who a token is for stands in its middle part.</summary>
    static (string Token, string UserId) Read(string token)
    {
        var middle = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        using var claims = JsonDocument.Parse(Convert.FromBase64String(middle.PadRight((middle.Length + 3) / 4 * 4, '=')));
        return (token, claims.RootElement.GetProperty("uid").GetString()!);
    }

    void Take(byte[] message)
    {
        var envelope = new Envelope();
        if (MessagePackCodec.Deserialize(new ReadOnlySequence<byte>(message), envelope) is not null) return;
        if (envelope.Cid.Length > 0 && _asked.TryGetValue(envelope.Cid, out var answered)) answered.TrySetResult(envelope);
        else if (envelope.MatchData is { } data && !_received.Writer.TryWrite(data)) _peer!.Disconnect();
    }

    void End(RefusedException why)
    {
        _connected.TrySetException(why);
        _received.Writer.TryComplete(why);
        foreach (var asked in _asked.Values) asked.TrySetException(why);
    }

    void INetEventListener.OnPeerConnected(NetPeer peer) => _connected.TrySetResult();

    void INetEventListener.OnPeerDisconnected(NetPeer peer, DisconnectInfo disconnectInfo)
    {
        // Two bytes code, then the text, as the payload of a WebSocket's close frame.
        var data = disconnectInfo.AdditionalData is { IsNull: false } reader ? reader.GetRemainingBytes() : [];
        var code = data.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(data);
        var text = data.Length < 2 ? $"The connection was lost ({disconnectInfo.Reason})." : $"The server ended the connection: {Encoding.UTF8.GetString(data.AsSpan(2))}.";
        End(new(text) { IsLoss = code is 0 or 1001 });
    }

    void INetEventListener.OnNetworkReceive(NetPeer peer, NetPacketReader reader, byte channelNumber, DeliveryMethod deliveryMethod) => Take(reader.GetRemainingBytes());

    void INetEventListener.OnNetworkError(IPEndPoint endPoint, SocketError socketError)
    {
        // What matters of it ends the connection.
    }

    void INetEventListener.OnNetworkReceiveUnconnected(IPEndPoint remoteEndPoint, NetPacketReader reader, UnconnectedMessageType messageType)
    {
        // Nobody else is talked to.
    }

    void INetEventListener.OnNetworkLatencyUpdate(NetPeer peer, int latency)
    {
        // Not shown.
    }

    void INetEventListener.OnConnectionRequest(ConnectionRequest request) => request.RejectForce();
}
