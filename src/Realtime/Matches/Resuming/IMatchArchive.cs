using KaosNet.Domain.Matches;
using KaosNet.Projections.Matches;

namespace KaosNet.Realtime.Matches.Resuming;

/// <summary>The records of matches as the store has them.</summary>
public interface IMatchArchive
{
    /// <summary>Matches of a server that another run of it had begun and that have not ended, those of a run together.</summary>
    Task<IReadOnlyList<OpenMatch>> OpenOfOtherRuns(string node, string run, int most, CancellationToken cancel);

    /// <summary>Events of a match, in order; none when there is no record of it.</summary>
    /// <param name="match">The match.</param>
    /// <param name="from">The first to read, from 1.</param>
    /// <param name="cancel">Ends the reading.</param>
    IAsyncEnumerable<MatchEvent> Read(Guid match, long from, CancellationToken cancel);

    /// <summary>Which event of a match was the last change of its code; null when there was none.</summary>
    Task<long?> LastCodeChange(Guid match, CancellationToken cancel);
}

/// <summary>Which runs of servers are alive: each holds something that is free when it is gone.</summary>
public interface IMatchRuns : IAsyncDisposable
{
    /// <summary>Says that this run is alive, or makes sure that it is still said. Throws when nobody can be told.</summary>
    Task Hold(string run, CancellationToken cancel);

    /// <summary>Takes what a run that is gone has left: null while it is alive, or while somebody else has taken it. Free again when disposed of.</summary>
    Task<IAsyncDisposable?> Take(string run, CancellationToken cancel);
}
