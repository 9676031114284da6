namespace KaosNet.Api.Configuration;

/// <summary>Tokens players hold and how many connections they may have.</summary>
public sealed record SessionSettings
{
    [Setting("HS256 key of session tokens; must be set; default raises a warning.", Secret = true)]
    public string EncryptionKey { get; init; } = "defaultencryptionkey";

    [Setting("Lifetime of session tokens.", AtLeast = 1)]
    public long TokenExpirySec { get; init; } = 60;

    [Setting("HS256 key of refresh tokens; must be set and differ from session.encryption_key; default raises a warning.", Secret = true)]
    public string RefreshEncryptionKey { get; init; } = "defaultrefreshencryptionkey";

    [Setting("Lifetime of refresh tokens.", AtLeast = 1)]
    public long RefreshTokenExpirySec { get; init; } = 3600;

    [Setting("One realtime connection per user; a new one closes the older ones.")]
    public bool SingleSocket { get; init; } = false;

    [Setting("One match per user; joining another leaves the previous. Requires single_socket, else fatal.")]
    public bool SingleMatch { get; init; } = false;

    [Setting("One party per user; joining another leaves the previous. Requires single_socket, else fatal.")]
    public bool SingleParty { get; init; } = false;

    [Setting("One valid session token per user; a new login or refresh invalidates older tokens.")]
    public bool SingleSession { get; init; } = false;
}

/// <summary>The ports players connect to and their limits.</summary>
public sealed record SocketSettings
{
    [Setting("User part of the HTTP Basic header on authentication calls; must be set; default raises a warning.", Secret = true)]
    public string ServerKey { get; init; } = "defaultkey";

    [Setting("Client HTTP and WebSocket port; gRPC listens on this minus 1.", AtLeast = 2, AtMost = 65_535)]
    public int Port { get; init; } = 7350;

    [Setting("UDP port for sockets over UDP (rUDP); -1 = the same number as socket.port, 0 = none.", AtLeast = -1, AtMost = 65_535)]
    public int RudpPort { get; init; } = -1;

    [Setting("Interface address for client traffic; empty = all.")]
    public string Address { get; init; } = "";

    [Setting("tcp, tcp4 or tcp6.")]
    public string Protocol { get; init; } = "tcp";

    [Setting("Largest realtime message accepted from a client; a larger one closes the connection.", AtLeast = 1)]
    public long MaxMessageSizeBytes { get; init; } = 4096;

    [Setting("Largest HTTP/gRPC request body.", AtLeast = 1)]
    public long MaxRequestSizeBytes { get; init; } = 262_144;

    [Setting("Size of the WebSocket read buffer.", AtLeast = 1, AtMost = 1 << 20)]
    public int ReadBufferSizeBytes { get; init; } = 4096;

    [Setting("Size of the WebSocket write buffer.", AtLeast = 1, AtMost = 1 << 20)]
    public int WriteBufferSizeBytes { get; init; } = 4096;

    [Setting("HTTP: limit for reading a whole request.", AtLeast = 1)]
    public int ReadTimeoutMs { get; init; } = 10000;

    [Setting("HTTP: limit for writing a response.", AtLeast = 1)]
    public int WriteTimeoutMs { get; init; } = 10000;

    [Setting("HTTP: keep-alive idle limit; minus 500 ms (when above 500) also the deadline given to each HTTP API request.", AtLeast = 1)]
    public int IdleTimeoutMs { get; init; } = 60000;

    [Setting("Realtime: deadline for one write to the client.", AtLeast = 1)]
    public int WriteWaitMs { get; init; } = 5000;

    [Setting("Realtime: connection is dropped when nothing was read for this long.", AtLeast = 1)]
    public int PongWaitMs { get; init; } = 25000;

    [Setting("Realtime: interval between server pings; must be below pong_wait_ms, else fatal.", AtLeast = 1)]
    public int PingPeriodMs { get; init; } = 15000;

    [Setting("Realtime: after this many client messages in a ping period the next ping is put off.")]
    public int PingBackoffThreshold { get; init; } = 20;

    [Setting("Realtime: wait for the client's close frame after sending one.", AtLeast = 1)]
    public int CloseAckWaitMs { get; init; } = 2000;

    [Setting("Realtime: messages queued per client; overflow closes the connection as too slow.", AtLeast = 1)]
    public int OutgoingQueueSize { get; init; } = 64;

    [Setting("PEM certificate file to serve TLS directly; needs the key as well, else fatal; raises a warning.")]
    public string SslCertificate { get; init; } = "";

    [Setting("PEM key file for the certificate.", Secret = true)]
    public string SslPrivateKey { get; init; } = "";

    [Setting("Extra response headers as key=value; used only where the response has no such header; a malformed entry is fatal.")]
    public IReadOnlyList<string> ResponseHeaders { get; init; } = [];

    [Setting("Trusted proxies in front; number of right-most forwarded addresses skipped when deriving the client address.", AtLeast = 0)]
    public int ProxyCount { get; init; } = 1;
}
