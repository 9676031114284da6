namespace KaosNet.Domain.Leaderboards;

/// <summary>Which end of a board is rank 1. Stored and console number: ascending 0, descending 1.</summary>
public enum SortOrder
{
    /// <summary>The lowest score is rank 1.</summary>
    Ascending = 0,

    /// <summary>The highest score is rank 1.</summary>
    Descending = 1,
}

/// <summary>How a new score meets the old one. The numbers of the public API are one higher, since its 0 means "as the board says".</summary>
public enum ScoreOperator
{
    /// <summary>The better one stays; score and subscore are judged each by itself.</summary>
    Best = 0,

    /// <summary>The new one replaces the old one.</summary>
    Set = 1,

    /// <summary>The new one is added.</summary>
    Increment = 2,

    /// <summary>The new one is taken away, down to 0.</summary>
    Decrement = 3,
}

/// <summary>The arithmetic of the operators (parity sections 2.2 and 2.3).</summary>
public static class ScoreArithmetic
{
    /// <summary>
    /// What a submission makes of a record.
    /// </summary>
    /// <param name="rule">The operator that applies.</param>
    /// <param name="order">The board's order.</param>
    /// <param name="old">The record's score and subscore; null for a first submission.</param>
    /// <param name="score">The score handed in.</param>
    /// <param name="subscore">The subscore handed in.</param>
    /// <returns>Whether it counts and what the record holds then; null when the numbers are out of range.</returns>
    public static (bool Counted, long Score, long Subscore)? Apply(
        ScoreOperator rule, SortOrder order, (long Score, long Subscore)? old, long score, long subscore)
    {
        // A negative amount to take away is added, as it always was; everywhere else a negative number never reaches a board.
        if (rule != ScoreOperator.Decrement && (score < 0 || subscore < 0)) return null;
        if (old is not { } was) return rule == ScoreOperator.Decrement ? (true, 0, 0) : (true, score, subscore);

        try
        {
            var (newScore, newSubscore) = checked(rule switch
            {
                ScoreOperator.Best when order == SortOrder.Descending => (Math.Max(was.Score, score), Math.Max(was.Subscore, subscore)),
                ScoreOperator.Best => (Math.Min(was.Score, score), Math.Min(was.Subscore, subscore)),
                ScoreOperator.Set => (score, subscore),
                ScoreOperator.Increment => (was.Score + score, was.Subscore + subscore),
                _ => (Math.Max(was.Score - score, 0), Math.Max(was.Subscore - subscore, 0)),
            });
            // Taking something away counts even when there was nothing left to take.
            var counted = rule == ScoreOperator.Decrement
                ? score != 0 || subscore != 0
                : newScore != was.Score || newSubscore != was.Subscore;
            return (counted, newScore, newSubscore);
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
