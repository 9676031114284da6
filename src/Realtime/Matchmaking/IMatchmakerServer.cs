namespace KaosNet.Realtime.Matchmaking;

/// <summary>
/// A server that holds tickets, as the one that runs the passes sees it. The holder has the last word: a match comes about only with tickets that their
/// holders gave, and each is given once.
/// </summary>
public interface IMatchmakerServer
{
    /// <summary>Whether it is another process, which may be gone when a call fails.</summary>
    bool IsElsewhere => true;

    /// <summary>Takes tickets for matches. Answers those that cannot be had: they ended, or are in a match already.</summary>
    Task<IReadOnlyCollection<string>> Take(IReadOnlyList<string> tickets);

    /// <summary>Gives tickets back whose matches did not come about.</summary>
    Task Release(IReadOnlyList<string> tickets);

    /// <summary>Tells the players on that server of their match.</summary>
    Task Tell(FoundMatch match);

    /// <summary>Tells the figures of a pass.</summary>
    Task Tell(MatchmakerFigures figures);
}
