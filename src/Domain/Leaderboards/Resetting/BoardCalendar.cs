namespace KaosNet.Domain.Leaderboards.Resetting;

/// <summary>When the clock does something to a board: all in UTC, so that no daylight saving time ever skips or doubles an instant.</summary>
public static class BoardCalendar
{
    /// <summary>The first occurrence of a callback strictly after a second, or null when there is none any more.</summary>
    /// <param name="board">The board's rules.</param>
    /// <param name="callback">Which callback.</param>
    /// <param name="after">Unix seconds.</param>
    public static BoardOccurrence? Next(Leaderboard board, BoardCallback callback, long after)
    {
        if (!board.Exists || board.IsTournament == (callback is BoardCallback.LeaderboardReset)) return null;
        return callback switch
        {
            BoardCallback.LeaderboardReset => board.ExpiryAt(At(after)) is > 0 and var reset ? new(callback, reset, 0, reset) : null,
            BoardCallback.TournamentEnd => NextEnd(board, after),
            _ => NextReset(board, after),
        };
    }

    /// <summary>The last second whose occurrences are none of the board's: it was not there before.</summary>
    public static long BeginningOf(Leaderboard board) => board.CreateTime.ToUnixTimeSeconds();

    static BoardOccurrence? NextEnd(Leaderboard board, long after)
    {
        var period = PeriodAfter(board, after);
        if (period.EndActive <= after || period.EndActive <= period.StartActive)
        {
            // The window has closed (or never opens), and the next one belongs to the next period.
            if (period.Expiry <= after) return null;
            period = board.PeriodAt(At(period.Expiry));
            if (period.EndActive <= after || period.EndActive <= period.StartActive) return null;
        }

        return new(BoardCallback.TournamentEnd, period.EndActive, period.EndActive, period.Expiry);
    }

    static BoardOccurrence? NextReset(Leaderboard board, long after)
    {
        var period = PeriodAfter(board, after);
        return period.Expiry > after ? new(BoardCallback.TournamentReset, period.Expiry, period.EndActive, period.Expiry) : null;
    }

    // Before a tournament begins, its period is told as if it began with the schedule; what counts is the one that it really begins with.
    static TournamentPeriod PeriodAfter(Leaderboard board, long after) => board.PeriodAt(At(Math.Max(after, board.StartTime)));

    static DateTimeOffset At(long second) => DateTimeOffset.FromUnixTimeSeconds(second);
}
