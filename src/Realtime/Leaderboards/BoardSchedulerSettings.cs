namespace KaosNet.Realtime.Leaderboards;

/// <summary>Bounds of the calls for ends and resets of boards.</summary>
public sealed record BoardSchedulerSettings
{
    /// <summary>Boards whose calls may wait for a worker; others wait in the plan.</summary>
    public int QueueMax { get; init; } = 65536;

    /// <summary>Calls that run at the same time, each for another board.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>
    /// How long after its instant a function is called at the earliest. A score that was decided just before a period's end may be committed just after it, on
    /// this server or another; who is paid for a place must find it on the board.
    /// </summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How long after each failure a function is called again; after one more failure it is given up.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; init; } =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(120)];

    /// <summary>How long a board rests when the database was at fault, or others were quicker.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it is kept at most that something passed without a function for it.</summary>
    public TimeSpan BetweenPasses { get; init; } = TimeSpan.FromMinutes(1);
}
