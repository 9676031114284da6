using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Sessions;

/// <summary>Who opens a socket, and how; fixed for the life of the session.</summary>
/// <param name="UserId">The player.</param>
/// <param name="Username">As of the token.</param>
/// <param name="Vars">Session variables of the token.</param>
/// <param name="Expiry">When the token expires, Unix seconds; the socket does not care.</param>
/// <param name="Format">How the client wants its envelopes.</param>
/// <param name="ShowsOnline">Whether the player is to be seen online from the start.</param>
/// <param name="Language">Free text of the client.</param>
/// <param name="ClientAddress">Network address.</param>
/// <param name="ClientPort">Network port.</param>
public sealed record SessionOpening(
    Guid UserId, string Username, IReadOnlyDictionary<string, string> Vars, long Expiry, SocketFormat Format, bool ShowsOnline,
    string Language, string ClientAddress, string ClientPort);

/// <summary>One player's open socket, or peer over UDP. Sending is for any thread.</summary>
public sealed class Session : IDisposable
{
    readonly IConnection _connection;
    readonly SocketTraffic _traffic;
    readonly CancellationTokenSource _closed = new();
    readonly Action<Session, SessionEnd> _close;
    int _closing;

    internal Session(Guid id, NodeName node, SessionOpening opening, IConnection connection, SocketTraffic traffic, Action<Session, SessionEnd> close)
    {
        Id = id;
        Opening = opening;
        _connection = connection;
        _traffic = traffic;
        _close = close;
        UserPresence = new() { UserId = opening.UserId.ToString("D"), SessionId = id.ToString("D"), Username = opening.Username };
        MatchPresence = new(UserPresence.UserId, UserPresence.SessionId, opening.Username, node.Name);
        Caller = new()
        {
            Source = Source.Client,
            Actor = UserPresence.UserId,
            UserId = UserPresence.UserId,
            Username = opening.Username,
            Vars = opening.Vars,
            SessionExpiry = opening.Expiry,
            SessionId = UserPresence.SessionId,
            ClientAddress = opening.ClientAddress,
            ClientPort = opening.ClientPort,
        };
        Closed = _closed.Token;
    }

    public Guid Id { get; }

    public SessionOpening Opening { get; }

    public Guid UserId => Opening.UserId;

    /// <summary>Cancelled when the session closes.</summary>
    public CancellationToken Closed { get; }

    /// <summary>The session as other players see it. Never to be changed.</summary>
    public UserPresence UserPresence { get; }

    /// <summary>The session as match handlers see it.</summary>
    public MatchPresence MatchPresence { get; }

    /// <summary>The player as the caller of what the socket asks for; without operation and correlation.</summary>
    public Caller Caller { get; }

    /// <summary>How many messages it may send. Belongs to whoever hands them over, one at a time.</summary>
    internal Allowance Messages { get; init; } = Allowance.Unlimited;

    /// <summary>Where the session is present. Belongs to the tracker and its lock.</summary>
    internal Dictionary<StreamAddress, StreamPresence> Presences { get; } = [];

    /// <summary>The player's sockets on other nodes that were known before this one was shown; for <see cref="SoleSocket"/>.</summary>
    internal IReadOnlyCollection<Guid> KnewElsewhere { get; set; } = [];

    /// <summary>Set by the tracker, under its lock, when the session may enter no stream any more.</summary>
    internal bool MayTrack { get; set; } = true;

    /// <summary>Sends to this session alone. A session that reads too slowly is closed.</summary>
    public void Send(Envelope envelope)
    {
        using var encoded = EncodedEnvelope.Of(envelope);
        Send(encoded);
    }

    /// <summary>Sends what goes to several.</summary>
    public void Send(EncodedEnvelope envelope)
    {
        var message = envelope.In(Opening.Format);
        if (_connection.Send(message, envelope.IsReliable) is { } failure) Close(failure);
        else _traffic.CountSent(message.Length);
    }

    /// <summary>Closes the session: it leaves everything it is in, then the socket is closed. The first one to call this decides why.</summary>
    public void Close(SessionEnd end) => _close(this, end);

    /// <summary>True for the first one; whatever the session waits for is cancelled then.</summary>
    internal bool TryBeginClose()
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0) return false;
        _closed.Cancel();
        return true;
    }

    /// <summary>The last words, whatever is waiting, and the end of the connection.</summary>
    internal void SayGoodbye(SessionEnd end)
    {
        foreach (var envelope in end.LastWords)
        {
            using var encoded = EncodedEnvelope.Of(envelope);
            _connection.SendLast(encoded.In(Opening.Format));
        }

        _connection.Close(end);
    }

    public void Dispose() => _closed.Dispose();
}
