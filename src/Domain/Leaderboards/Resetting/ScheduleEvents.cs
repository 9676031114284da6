using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards.Resetting;

/// <summary>What the clock did to a board, where the game has a function for it: the mark that it was called, which is called but once.</summary>
public abstract record BoardScheduleEvent;

/// <summary>A tournament's window closed and the game's function for it ran. What the function changed is in the same commit, with the same cause.</summary>
/// <param name="End">When the window closed, in Unix seconds.</param>
/// <param name="Reset">When the period ends, which is its name; 0 for never.</param>
[EventName("board_period_ended")]
public sealed record PeriodEnded(long End, long Reset) : BoardScheduleEvent;

/// <summary>A period was over and the game's function for it ran. What the function changed is in the same commit, with the same cause.</summary>
/// <param name="End">When a tournament's window closed, in Unix seconds; 0 for leaderboards.</param>
/// <param name="Reset">When the period ended, which is its name.</param>
[EventName("board_period_reset")]
public sealed record PeriodReset(long End, long Reset) : BoardScheduleEvent;

/// <summary>A tournament's window closed, but the game's function for it failed every time, so nothing of what it would have done was done.</summary>
/// <param name="End">When the window closed, in Unix seconds.</param>
/// <param name="Reset">When the period ends; 0 for never.</param>
/// <param name="Reason">What the function failed with at last.</param>
/// <param name="Attempts">How often it was called.</param>
[EventName("board_period_end_failed")]
public sealed record PeriodEndFailed(long End, long Reset, string Reason, int Attempts) : BoardScheduleEvent;

/// <summary>A period was over, but the game's function for it failed every time, so nothing of what it would have done was done.</summary>
/// <param name="End">When a tournament's window closed, in Unix seconds; 0 for leaderboards.</param>
/// <param name="Reset">When the period ended.</param>
/// <param name="Reason">What the function failed with at last.</param>
/// <param name="Attempts">How often it was called.</param>
[EventName("board_period_reset_failed")]
public sealed record PeriodResetFailed(long End, long Reset, string Reason, int Attempts) : BoardScheduleEvent;

/// <summary>What passed on all boards without the game having a function for it.</summary>
public abstract record PassedPeriodsEvent;

/// <summary>Windows closed or periods ended on boards, and the game had no function for that: none that is registered later is called for them.</summary>
/// <param name="Through">Up to and with this second, in Unix seconds.</param>
/// <param name="Boards">On how many boards since the event before.</param>
[EventName("board_periods_passed")]
public sealed record PeriodsPassed(long Through, int Boards) : PassedPeriodsEvent;
