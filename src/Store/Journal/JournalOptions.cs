namespace KaosNet.Store.Journal;

/// <summary>The Journal's bounds.</summary>
public sealed record JournalOptions
{
    /// <summary>How many lanes commit side by side; 0 means one for every two cores, since fewer lanes make fuller batches.</summary>
    public int Lanes { get; init; }

    /// <summary>How many commands may wait in a lane; past it callers are refused at once.</summary>
    public int WaitingMax { get; init; } = 4096;

    /// <summary>How many commands one transaction may hold.</summary>
    public int BatchMax { get; init; } = 256;

    /// <summary>After how many bytes of events a transaction takes no further command.</summary>
    public int BatchBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>How often a command is decided afresh after losing a race before its caller is told.</summary>
    public int RacesMax { get; init; } = 20;

    /// <summary>How long a lost database is waited for before callers are told that it is not there.</summary>
    public TimeSpan OutageMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many streams' states are kept in memory.</summary>
    public int CachedStatesMax { get; init; } = 100_000;

    /// <summary>About how many bytes of states are kept in memory, so that a hundred thousand large documents are not.</summary>
    public long CachedBytesMax { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// Whether events are hashed onto those before them. Only a benchmark leaves it out, to weigh what it costs: <c>replay audit</c> refuses such a store.
    /// </summary>
    public bool IsChained { get; init; } = true;

    /// <summary>Version of the server, kept with every event.</summary>
    public string ServerVersion { get; init; } = typeof(JournalOptions).Assembly.GetName().Version?.ToString(3) ?? "";

    internal int LaneCount => Lanes > 0 ? Lanes : Math.Max(1, Environment.ProcessorCount / 2);
}
