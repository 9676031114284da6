namespace KaosNet.Store.Tables.Rebuilding;

/// <summary>What a live rebuild is at.</summary>
public enum RebuildStep
{
    /// <summary>All streams are folded into new tables, as of the moment when the rebuild began.</summary>
    Folding,

    /// <summary>The new tables get their indexes and statistics.</summary>
    Indexing,

    /// <summary>What was committed meanwhile is brought in.</summary>
    CatchingUp,

    /// <summary>The new tables are to take the places of the old ones, and somebody still reads those.</summary>
    Waiting,
}

/// <summary>How far a live rebuild has come.</summary>
/// <param name="Step">What it is at.</param>
/// <param name="Events">Events done in this step.</param>
/// <param name="EventsTotal">Events to be done in it; 0 where it does not go by events.</param>
public sealed record LiveRebuildProgress(RebuildStep Step, long Events = 0, long EventsTotal = 0);

/// <summary>What came of a live rebuild.</summary>
/// <param name="Events">Events that were folded by this run, without those that an earlier one had done.</param>
/// <param name="DoneBefore">Events that an earlier run, which was stopped, had folded.</param>
/// <param name="CaughtUp">Events that were committed while it was at work.</param>
/// <param name="WritersWaited">How long no event was committed on any server, at the end.</param>
/// <param name="ReadersWaited">How long the tables could not be read, at the end.</param>
/// <param name="StartedOver">How often it had to begin again, since what events say was changed meanwhile.</param>
public sealed record RebuildOutcome(long Events, long DoneBefore, long CaughtUp, TimeSpan WritersWaited, TimeSpan ReadersWaited, int StartedOver);

/// <summary>A live rebuild cannot be done; the message says why, for an operator.</summary>
public sealed class RebuildRefusedException : InvalidOperationException
{
    public RebuildRefusedException(string message)
        : base(message)
    {
    }

    public RebuildRefusedException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

/// <summary>What events say was changed while they were folded, so what was made of them is worth nothing.</summary>
sealed class RebuildOvertakenException(string message) : Exception(message);
