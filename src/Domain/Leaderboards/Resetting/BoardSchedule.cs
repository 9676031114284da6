using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards.Resetting;

/// <summary>What the clock did to a board and the game's functions were called for. Stream <c>schedule-{board}</c>.</summary>
public sealed record BoardSchedule
{
    /// <summary>What the clock did to boards, by the boards' ids.</summary>
    public static readonly StreamKind<BoardSchedule, BoardScheduleEvent> Kind =
        new("schedule", _ => new BoardSchedule(), Evolve, snapshotEvery: 100);

    /// <summary>The last instant at which a window closed and that is dealt with, in Unix seconds; 0 for none.</summary>
    public long EndedThrough { get; init; }

    /// <summary>The last instant at which a period ended and that is dealt with, in Unix seconds; 0 for none.</summary>
    public long ResetThrough { get; init; }

    /// <summary>The last instant that is dealt with.</summary>
    public long Through(BoardCallback callback) => callback is BoardCallback.TournamentEnd ? EndedThrough : ResetThrough;

    static BoardSchedule Evolve(BoardSchedule schedule, BoardScheduleEvent happened, DateTimeOffset at) => happened switch
    {
        PeriodEnded ended => schedule with { EndedThrough = Math.Max(schedule.EndedThrough, ended.End) },
        PeriodEndFailed failed => schedule with { EndedThrough = Math.Max(schedule.EndedThrough, failed.End) },
        PeriodReset reset => schedule with { ResetThrough = Math.Max(schedule.ResetThrough, reset.Reset) },
        PeriodResetFailed failed => schedule with { ResetThrough = Math.Max(schedule.ResetThrough, failed.Reset) },
        _ => schedule,
    };
}

/// <summary>Up to when a callback's occurrences passed without a function for it, on all boards. Stream <c>passed-{callback}</c>.</summary>
public sealed record PassedPeriods
{
    /// <summary>What passed, by the callback's name.</summary>
    public static readonly StreamKind<PassedPeriods, PassedPeriodsEvent> Kind =
        new("passed", _ => new PassedPeriods(), Evolve, snapshotEvery: 100);

    /// <summary>Up to and with this second, in Unix seconds; 0 for never.</summary>
    public long Through { get; init; }

    static PassedPeriods Evolve(PassedPeriods passed, PassedPeriodsEvent happened, DateTimeOffset at) => happened switch
    {
        PeriodsPassed more => passed with { Through = Math.Max(passed.Through, more.Through) },
        _ => passed,
    };
}
