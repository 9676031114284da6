using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards.Resetting;

/// <summary>
/// Marks that the game's function was called for an instant of a board. It is refused for the second time, so that whatever is to be done once is done in
/// one transaction with it.
/// </summary>
/// <param name="BoardId">The board.</param>
/// <param name="Occurrence">What the clock did.</param>
public sealed record MarkPeriod(string BoardId, BoardOccurrence Occurrence) : Command<Leaderboard>
{
    /// <summary>Longest reason that is kept.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>Why the function was given up; null when it ran.</summary>
    public string? Failure { get; init; }

    /// <summary>How often it was called.</summary>
    public int Attempts { get; init; } = 1;

    StreamRef<BoardSchedule> Schedule { get; } = BoardSchedule.Kind.Of(BoardId);

    StreamRef<Leaderboard> Board { get; } = Leaderboard.Kind.Of(BoardId);

    public override IReadOnlyList<StreamRef> Streams => [Schedule, Board];

    public override Decision<Leaderboard> Decide(StreamStates states, DecisionContext context)
    {
        if (states.Of(Schedule).Through(Occurrence.Callback) >= Occurrence.At) return ScheduleFaults.IsMarked;
        var board = states.Of(Board);
        if (BoardCalendar.Next(board, Occurrence.Callback, Occurrence.At - 1) != Occurrence || BoardCalendar.BeginningOf(board) >= Occurrence.At)
            return ScheduleFaults.IsUnknown;
        if (Occurrence.At > context.Now.ToUnixTimeSeconds()) return ScheduleFaults.IsAhead;
        return Decision.Granted(board).Append(Schedule, Mark());
    }

    BoardScheduleEvent Mark()
    {
        var (end, reset) = (Occurrence.End, Occurrence.Reset);
        var isEnd = Occurrence.Callback is BoardCallback.TournamentEnd;
        if (Failure is null) return isEnd ? new PeriodEnded(end, reset) : new PeriodReset(end, reset);
        var reason = Failure.Length <= ReasonLengthMax ? Failure : Failure[..ReasonLengthMax];
        return isEnd ? new PeriodEndFailed(end, reset, reason, Attempts) : new PeriodResetFailed(end, reset, reason, Attempts);
    }
}
