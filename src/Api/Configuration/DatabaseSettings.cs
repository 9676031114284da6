namespace KaosNet.Api.Configuration;

/// <summary>Where events are kept.</summary>
public sealed record DatabaseSettings
{
    [Setting(
        "A PostgreSQL of your own: user:password@host:port/dbname or a connection string, the first one counts; empty = the embedded PostgreSQL in data_dir.", Secret = true)]
    public IReadOnlyList<string> Address { get; init; } = [];

    [Setting("Age at which a pooled connection is replaced.", AtLeast = 0, NotYet = true)]
    public int ConnMaxLifetimeMs { get; init; } = 3_600_000;

    [Setting("Pool size limit.", AtLeast = 1, NotYet = true)]
    public int MaxOpenConns { get; init; } = 100;

    [Setting("Idle connections kept.", AtLeast = 0, NotYet = true)]
    public int MaxIdleConns { get; init; } = 100;

    [Setting("Interval of DNS checks of the database host; on change idle connections are refreshed.", AtLeast = 1, NotYet = true)]
    public int DnsScanIntervalSec { get; init; } = 60;

    [Setting(
        "Loopback TCP port of the embedded PostgreSQL for tools of the operator's; 0 = Unix socket only.", AtLeast = 0, AtMost = 65_535)]
    public int EmbeddedPort { get; init; } = 0;

    [Setting("Page cache of the embedded PostgreSQL in megabytes.", AtLeast = 16)]
    public int EmbeddedSharedBuffersMb { get; init; } = 128;
}

/// <summary>Bounds of the one way events are written. Ours, not Nakama's.</summary>
public sealed record JournalSettings
{
    [Setting("Parallel writers of events; 0 = one per two cores.", AtLeast = 0)]
    public int Lanes { get; init; } = 0;

    [Setting("Commands waiting per lane; past it callers are told to come back (RESOURCE_EXHAUSTED).", AtLeast = 1)]
    public int LaneQueueSize { get; init; } = 4096;

    [Setting("Most commands committed in one transaction.", AtLeast = 1)]
    public int BatchSize { get; init; } = 256;

    [Setting("Stream states kept in memory.", AtLeast = 0)]
    public int CacheSize { get; init; } = 100_000;
}

/// <summary>How often the history is sealed and where the seals go. Ours, not Nakama's.</summary>
public sealed record SealSettings
{
    [Setting("Seconds between two seals over the history, while anything happens; also one when the server stops; 0 = no seals.", AtLeast = 0)]
    public int IntervalSec { get; init; } = 60;

    [Setting("File that the latest seal is written to, best on another machine's disk; empty = none.")]
    public string File { get; init; } = "";

    [Setting("Address that each seal is posted to as JSON; empty = none.")]
    public string Url { get; init; } = "";
}

/// <summary>How often one caller may call one operation. Ours, not Nakama's; off by default.</summary>
public sealed record RateLimitSettings
{
    [Setting("Calls a second of one operation that one caller may make on average; 0 = no limit.", AtLeast = 0)]
    public int RequestsPerSec { get; init; } = 0;

    [Setting("Calls that may come at once before requests_per_sec is applied.", AtLeast = 1)]
    public int Burst { get; init; } = 20;

    [Setting("Messages a second that one socket may send on average; those above are refused; 0 = no limit.", AtLeast = 0)]
    public int SocketMessagesPerSec { get; init; } = 10_000;

    [Setting("Messages that a socket may send at once before socket_messages_per_sec is applied.", AtLeast = 1)]
    public int SocketBurst { get; init; } = 20_000;
}

/// <summary>Storage objects of players.</summary>
public sealed record StorageSettings
{
    [Setting("Ignore index-only mode of storage indices and read objects from the database.")]
    public bool DisableIndexOnly { get; init; } = false;
}
