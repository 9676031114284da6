namespace KaosNet.Realtime.Sessions;

/// <summary>Bounds of realtime sockets; names and defaults are those of Nakama's <c>socket.*</c>, <c>session.*</c> and <c>tracker.*</c> settings.</summary>
public sealed record SocketSettings
{
    /// <summary>One incoming message; a larger one closes the socket with 1009.</summary>
    public int MaxMessageSizeBytes { get; init; } = 4096;

    /// <summary>Bytes that are rented when something arrives; more when a message needs it.</summary>
    public int ReadBufferSizeBytes { get; init; } = 4096;

    /// <summary>Bytes that are rented when there is something to write; more when a burst needs it.</summary>
    public int WriteBufferSizeBytes { get; init; } = 4096;

    /// <summary>Messages that may wait for a slow reader; one more closes the socket.</summary>
    public int OutgoingQueueSize { get; init; } = 64;

    /// <summary>Messages a second that one client may send on average; those above are refused. 0 for no limit.</summary>
    public int MessagesPerSecond { get; init; } = 10_000;

    /// <summary>Messages that may come at once before <see cref="MessagesPerSecond"/> is applied.</summary>
    public int MessageBurst { get; init; } = 20_000;

    /// <summary>The server pings after this long.</summary>
    public TimeSpan PingPeriod { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The socket is dropped when no pong came for this long.</summary>
    public TimeSpan PongWait { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Each so many messages count as a pong, so that busy clients are not pinged.</summary>
    public int PingBackoffThreshold { get; init; } = 20;

    /// <summary>How long one write may take.</summary>
    public TimeSpan WriteWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the client may take to answer a close.</summary>
    public TimeSpan CloseAckWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A new socket of a player closes the others.</summary>
    public bool SingleSocket { get; init; }

    /// <summary>Joining a match leaves the one before.</summary>
    public bool SingleMatch { get; init; }

    /// <summary>Joining a party leaves the one before.</summary>
    public bool SingleParty { get; init; }

    /// <summary>Presence events that may wait to be sent.</summary>
    public int PresenceEventQueueSize { get; init; } = 1024;
}
