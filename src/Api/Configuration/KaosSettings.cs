namespace KaosNet.Api.Configuration;

/// <summary>Everything an operator may set, under the names Nakama gives it, with defaults that work.</summary>
public sealed record KaosSettings
{
    [Setting(
        "Node name, 1-16 bytes, must differ between nodes; becomes the node_name metric label, the last part of authoritative match ids and of stream/presence node ids.")]
    public string Name { get; init; } = "nakama";

    [Setting(
        "YAML files to read, in order; later files override earlier ones key by key. Meaningful only on the command line (repeat --config).")]
    public IReadOnlyList<string> Config { get; init; } = [];

    [Setting(
        "Longest wait for matches and the shutdown hook after a termination signal; 0 = stop at once without telling matches.", AtLeast = 0)]
    public int ShutdownGraceSec { get; init; } = 0;

    [Setting("Writable folder for server data; default parent of the modules folder.")]
    public string DataDir { get; init; } = WorkingFolder.Data;

    public LoggerSettings Logger { get; init; } = new();

    public MetricsSettings Metrics { get; init; } = new();

    public SessionSettings Session { get; init; } = new();

    public SocketSettings Socket { get; init; } = new();

    public DatabaseSettings Database { get; init; } = new();

    public SocialSettings Social { get; init; } = new();

    public RuntimeSettings Runtime { get; init; } = new();

    public MatchSettings Match { get; init; } = new();

    public ClusterSettings Cluster { get; init; } = new();

    public TrackerSettings Tracker { get; init; } = new();

    public ConsoleSettings Console { get; init; } = new();

    public LeaderboardSettings Leaderboard { get; init; } = new();

    public MatchmakerSettings Matchmaker { get; init; } = new();

    public PurchaseSettings Iap { get; init; } = new();

    public GoogleAuthSettings GoogleAuth { get; init; } = new();

    public SatoriSettings Satori { get; init; } = new();

    public StorageSettings Storage { get; init; } = new();

    public MfaSettings Mfa { get; init; } = new();

    public PartySettings Party { get; init; } = new();

    public SealSettings Seal { get; init; } = new();

    [Setting("Only for the migrate command: number of migrations; -1 = all. Elsewhere a non-default value raises a warning.")]
    public int Limit { get; init; } = -1;

    public JournalSettings Journal { get; init; } = new();

    public RateLimitSettings RateLimit { get; init; } = new();

    public PersonalSettings Personal { get; init; } = new();

    public SubscriptionSettings Subscription { get; init; } = new();
}

/// <summary>What is logged, how and where to.</summary>
public sealed record LoggerSettings
{
    [Setting("debug, info, warn or error; anything else is fatal at start.")]
    public string Level { get; init; } = "info";

    [Setting("Write logs to standard output.")]
    public bool Stdout { get; init; } = true;

    [Setting("Also write logs to this file; empty = no file.")]
    public string File { get; init; } = "";

    [Setting("Rotate the log file; without logger.file this is fatal at start.")]
    public bool Rotation { get; init; } = false;

    [Setting("Rotation: size in megabytes at which a file is rotated.", AtLeast = 1)]
    public int MaxSize { get; init; } = 100;

    [Setting("Rotation: days to keep old files; 0 = no age limit.", AtLeast = 0)]
    public int MaxAge { get; init; } = 0;

    [Setting("Rotation: number of old files to keep; 0 = all (age limit still applies).", AtLeast = 0)]
    public int MaxBackups { get; init; } = 0;

    [Setting("Rotation: use local time instead of UTC in rotated file names.")]
    public bool LocalTime { get; init; } = false;

    [Setting("Rotation: gzip rotated files.")]
    public bool Compress { get; init; } = false;

    [Setting("json or stackdriver (any case); anything else is fatal at start.")]
    public string Format { get; init; } = "json";
}

/// <summary>Names and port of the metrics that monitoring collects.</summary>
public sealed record MetricsSettings
{
    [Setting("Interval at which counters and gauges are pushed to the Prometheus registry (timers are immediate).", AtLeast = 1, NotYet = true)]
    public int ReportingFreqSec { get; init; } = 60;

    [Setting("If set, added as label \"namespace\" to every metric.")]
    public string Namespace { get; init; } = "";

    [Setting("Port of the Prometheus exporter; 0 = no exporter.", AtLeast = 0, AtMost = 65_535)]
    public int PrometheusPort { get; init; } = 0;

    [Setting("Prefix of built-in metric names, joined by \"_\"; empty = none.")]
    public string Prefix { get; init; } = "nakama";

    [Setting("Prefix of module-defined metric names, joined after metrics.prefix; empty = none.")]
    public string CustomPrefix { get; init; } = "custom";

    [Setting("Highest number of distinct tag sets for module-defined metrics; further sets are dropped; 0 = unlimited.", AtLeast = 0)]
    public int CustomScopeLimit { get; init; } = 10000;
}
