namespace KaosNet.Api.Configuration;

/// <summary>Queues and deadlines of authoritative matches.</summary>
public sealed record MatchSettings
{
    [Setting("Client messages buffered per authoritative match between ticks; overflow is dropped.", AtLeast = 1)]
    public int InputQueueSize { get; init; } = 128;

    [Setting("Queued handler calls per match; overflow stops the match.", AtLeast = 1)]
    public int CallQueueSize { get; init; } = 128;

    [Setting("Pending signals per match.", AtLeast = 1)]
    public int SignalQueueSize { get; init; } = 10;

    [Setting("Pending join attempts per match.", AtLeast = 1)]
    public int JoinAttemptQueueSize { get; init; } = 128;

    [Setting("Broadcasts a handler may defer to the end of a tick.", AtLeast = 1)]
    public int DeferredQueueSize { get; init; } = 128;

    [Setting("Time within which an accepted join must be followed by the actual join; otherwise a leave is synthesised.", AtLeast = 1)]
    public int JoinMarkerDeadlineMs { get; init; } = 15000;

    [Setting("Stop an authoritative match after this many consecutive empty seconds; 0 = never.")]
    public int MaxEmptySec { get; init; } = 0;

    [Setting("Name of the server of the cluster that runs the authoritative matches which are created on this one; empty = this one runs them itself.")]
    public string TickHost { get; init; } = "";

    [Setting("Let authoritative matches outlive their server: those that have not ended when it stops or dies go on in its next run under the same name and id.")]
    public bool Resume { get; init; } = true;

    [Setting("How long a resumed match keeps the places of players who have not come back, before match_leave is called for them.", AtLeast = 0)]
    public int RejoinDeadlineMs { get; init; } = 60_000;

    [Setting("Longest time to run one match again from its record; a match that takes longer ends.", AtLeast = 1)]
    public int ResumeDeadlineMs { get; init; } = 60_000;

    [Setting("Interval at which match labels reach the listing index.", AtLeast = 1)]
    public int LabelUpdateIntervalMs { get; init; } = 1000;
}

/// <summary>Several servers on one database as one cluster.</summary>
public sealed record ClusterSettings
{
    [Setting("Join the other servers of this database: streams reach each other's members, and matches of one can be played through another. Names must differ.")]
    public bool Enabled { get; init; } = false;

    [Setting("IP address at which the other servers of the cluster reach this one. Keep it inside a private network: what comes in there is trusted.")]
    public string Address { get; init; } = "127.0.0.1";

    [Setting("Port for the other servers of the cluster; 0 = a free one.", AtLeast = 0)]
    public int Port { get; init; } = 0;
}

/// <summary>The buffer of presence events.</summary>
public sealed record TrackerSettings
{
    [Setting("Presence event buffer.", AtLeast = 1)]
    public int EventQueueSize { get; init; } = 1024;
}

/// <summary>Ranks in memory and callbacks of leaderboards.</summary>
public sealed record LeaderboardSettings
{
    [Setting("Board ids without rank cache; exactly one entry \"*\" = none has one.")]
    public IReadOnlyList<string> BlacklistRankCache { get; init; } = [];

    [Setting("Queued reset/end callbacks.", AtLeast = 1)]
    public int CallbackQueueSize { get; init; } = 65536;

    [Setting("Workers running reset/end callbacks.", AtLeast = 1)]
    public int CallbackQueueWorkers { get; init; } = 8;

    [Setting("Milliseconds after a period's end until its callbacks run: scores accepted just before the end are on the board by then.", AtLeast = 0)]
    public int CallbackDelayMs { get; init; } = 1000;

    [Setting("Parallel loaders of the rank cache at start.", AtLeast = 1)]
    public int RankCacheWorkers { get; init; } = 1;

    [Setting("Records whose ranks are loaded at start; boards beyond it are loaded when they are asked for.", AtLeast = 0)]
    public int PreloadedRanksMax { get; init; } = 10_000_000;

    [Setting("Records of past periods whose ranks are kept in memory.", AtLeast = 1)]
    public int PastRanksMax { get; init; } = 1_000_000;
}

/// <summary>How often and how patiently players are matched.</summary>
public sealed record MatchmakerSettings
{
    [Setting("Tickets one session or party may hold at once.", AtLeast = 1)]
    public int MaxTickets { get; init; } = 3;

    [Setting("Matchmaker run interval.", AtLeast = 1)]
    public int IntervalSec { get; init; } = 15;

    [Setting("Runs during which only the maximum count is tried before the minimum is accepted.", AtLeast = 1)]
    public int MaxIntervals { get; init; } = 2;

    [Setting("Require the candidate's query to accept the searching ticket as well (mutual match).")]
    public bool RevPrecision { get; init; } = false;

    [Setting(
        "With rev_precision: when one matchmaker run has taken this many intervals of wall time, the mutual check is skipped for the rest of that run; 0 = never skipped.", AtLeast = 0)]
    public int RevThreshold { get; init; } = 1;
}

/// <summary>Listing and upkeep of parties.</summary>
public sealed record PartySettings
{
    [Setting("Interval at which party labels reach the listing index.", AtLeast = 1)]
    public int LabelUpdateIntervalMs { get; init; } = 1000;

    [Setting("Interval of the check that closes parties with no members and no activity since the previous check; <= 0 = no check.")]
    public int IdleCheckIntervalMs { get; init; } = 30000;
}
