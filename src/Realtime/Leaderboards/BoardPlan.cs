using System.Diagnostics.CodeAnalysis;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Realtime.Leaderboards;

/// <summary>
/// What comes next on each board, in order of instants: never more than one for a board, so that nothing overtakes what precedes it. For one thread.
/// </summary>
/// <param name="passed">Up to when occurrences passed without a function for them.</param>
sealed class BoardPlan(IReadOnlyDictionary<BoardCallback, long> passed)
{
    readonly Dictionary<string, PlannedBoard> _boards = new(StringComparer.Ordinal);
    readonly SortedSet<PlannedBoard> _order = new(Comparer<PlannedBoard>.Create(static (left, right) =>
        left.Due != right.Due ? left.Due.CompareTo(right.Due) : string.CompareOrdinal(left.Board.Id, right.Board.Id)));

    /// <summary>Boards with something to come, or under way.</summary>
    public int Count => _boards.Count;

    /// <summary>When the next one is due, in Unix seconds; null when nothing is.</summary>
    public long? Earliest => _order.Min?.Due;

    /// <summary>Takes a board in, as it is now.</summary>
    public void Put(Leaderboard board, long endedThrough = 0, long resetThrough = 0)
    {
        if (!_boards.TryGetValue(board.Id, out var planned))
        {
            planned = new(board) { EndedThrough = endedThrough, ResetThrough = resetThrough };
            _boards.Add(board.Id, planned);
        }
        else if (board.Version <= planned.Board.Version)
        {
            return;
        }

        // While it is under way its place is not in the order; it is planned anew when that is done.
        if (!planned.IsUnderway) _order.Remove(planned);
        planned.Board = board;
        if (!planned.IsUnderway) Plan(planned);
    }

    /// <summary>The board is there no more.</summary>
    public void Remove(string id)
    {
        if (!_boards.Remove(id, out var planned)) return;
        _order.Remove(planned);
        planned.IsGone = true;
    }

    /// <summary>Takes the first one that is due; the board rests until <see cref="Done"/> or <see cref="Again"/>.</summary>
    public bool TryTake(long now, [NotNullWhen(true)] out PlannedBoard? due)
    {
        due = _order.Min;
        if (due is null || due.Due > now) return false;
        _order.Remove(due);
        due.IsUnderway = true;
        return true;
    }

    /// <summary>It is dealt with, up to and with a second; what comes next on the board is planned.</summary>
    public void Done(PlannedBoard planned, BoardCallback callback, long through)
    {
        planned.Reach(callback, through);
        Plan(planned);
    }

    /// <summary>It is to be tried again at a second.</summary>
    public void Again(PlannedBoard planned, long at)
    {
        planned.IsUnderway = false;
        if (planned.IsGone) return;
        // Unless the board has changed in between, and it is another one that comes next.
        Plan(planned, notBefore: at);
    }

    void Plan(PlannedBoard planned, long notBefore = 0)
    {
        planned.IsUnderway = false;
        if (planned.IsGone) return;
        BoardOccurrence? first = null;
        foreach (var callback in BoardCallbacks.All)
        {
            var after = Math.Max(BoardCalendar.BeginningOf(planned.Board), Math.Max(planned.Through(callback), passed.GetValueOrDefault(callback)));
            if (BoardCalendar.Next(planned.Board, callback, after) is { } next && (first is null || next.At < first.Value.At)) first = next;
        }

        if (first != planned.Next) planned.Attempts = 0;
        planned.Next = first;
        if (first is null) return;
        planned.Due = Math.Max(first.Value.At, notBefore);
        _order.Add(planned);
    }
}

/// <summary>A board and what comes next on it.</summary>
sealed class PlannedBoard(Leaderboard board)
{
    public Leaderboard Board { get; set; } = board;

    public long EndedThrough { get; set; }

    public long ResetThrough { get; set; }

    /// <summary>What comes next.</summary>
    public BoardOccurrence? Next { get; set; }

    /// <summary>When it is to be dealt with, in Unix seconds: its instant, or later when it is tried again.</summary>
    public long Due { get; set; }

    /// <summary>How often the function failed at it.</summary>
    public int Attempts { get; set; }

    /// <summary>What it failed with the last time.</summary>
    public string LastFailure { get; set; } = "";

    public bool IsUnderway { get; set; }

    public bool IsGone { get; set; }

    public long Through(BoardCallback callback) => callback is BoardCallback.TournamentEnd ? EndedThrough : ResetThrough;

    public void Reach(BoardCallback callback, long through)
    {
        if (callback is BoardCallback.TournamentEnd) EndedThrough = Math.Max(EndedThrough, through);
        else ResetThrough = Math.Max(ResetThrough, through);
    }
}
