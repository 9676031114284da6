using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Kernel;

namespace KaosNet.Projections.Leaderboards.Disqualifying;

/// <summary>A score as it was handed in.</summary>
/// <param name="Number">Its place in the record's history, by which it can be taken back.</param>
/// <param name="Submitted">What was handed in, and what came of it then.</param>
/// <param name="At">When.</param>
/// <param name="Build">The build of the game client; null when it named none.</param>
/// <param name="TakenBackBy">Disqualifications that take it back at present.</param>
public sealed record ListedSubmission(long Number, ScoreSubmitted Submitted, DateTimeOffset At, string? Build, IReadOnlyList<string> TakenBackBy);

/// <summary>A page of submissions, newest first; the cursor is empty on the last one.</summary>
public sealed record SubmissionPage(long Expiry, IReadOnlyList<ListedSubmission> Submissions, string Cursor);

/// <summary>What was handed in for a record, for whoever decides what to take back.</summary>
public sealed class SubmissionLists(RecordHistories histories, LeaderboardDirectory directory, Cursors cursors, TimeProvider time)
{
    const string List = "score submissions";

    /// <summary>A page of an owner's submissions in a period.</summary>
    /// <param name="leaderboardId">The board; it may have been deleted since, and then the period must be given.</param>
    /// <param name="owner">Whose.</param>
    /// <param name="expiry">The period; null for the current one.</param>
    /// <param name="limit">1 to <see cref="DisqualificationLimits.PageMax"/>.</param>
    /// <param name="cursor">From an earlier page of the same record; empty to begin.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<SubmissionPage>> Page(
        string leaderboardId, Guid owner, long? expiry, int limit, string cursor, CancellationToken cancel = default)
    {
        if (limit is < 1 or > DisqualificationLimits.PageMax) return DisqualificationFaults.InvalidLimit;
        var period = expiry;
        if (period is null)
        {
            if (await directory.Find(leaderboardId, cancel) is not { } board) return LeaderboardFaults.NotFound;
            period = board.CurrentExpiryAt(time.GetUtcNow());
        }

        if (leaderboardId.Contains('\0') || period < 0) return DisqualificationFaults.RecordNotFound;
        var record = ScoreRecord.Of(leaderboardId, period.Value, owner.ToString());
        var before = long.MaxValue;
        if (cursor.Length > 0)
        {
            if (cursors.Read(List, record.Key, cursor) is not { } read) return DisqualificationFaults.InvalidCursor;
            before = read.Whole();
        }

        if (!(await histories.Read(record, cancel)).IsGranted(out var history, out var fault)) return fault;
        if (history is null) return DisqualificationFaults.RecordNotFound;
        List<ListedSubmission> found = [];
        for (var at = history.Events.Count - 1; at >= 0 && found.Count <= limit; at--)
        {
            var recorded = history.Events[at];
            if (recorded.Version >= before || recorded.Happened is not ScoreSubmitted submitted) continue;
            found.Add(new(recorded.Version, submitted, recorded.At, recorded.Build, [.. history.ThoseThatTakeBack(recorded.Version)]));
        }

        if (found.Count <= limit) return new SubmissionPage(period.Value, found, "");
        found.RemoveAt(limit);
        return new SubmissionPage(period.Value, found, cursors.Write(List, record.Key).Whole(found[^1].Number).Spell());
    }
}
