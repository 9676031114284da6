using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Leaderboards;

/// <summary>A score on its way to a board. Scripts may write for anybody and to authoritative boards; that is told from the caller.</summary>
/// <param name="LeaderboardId">The board.</param>
/// <param name="OwnerId">Whose score; a lower-case UUID.</param>
/// <param name="Score">Score, as the operator takes it.</param>
/// <param name="Subscore">Second score.</param>
public sealed record ScoreSubmission(string LeaderboardId, string OwnerId, long Score, long Subscore = 0)
{
    /// <summary>The owner's name; null or empty keeps the one on record.</summary>
    public string? Username { get; init; }

    /// <summary>A JSON object; null or empty keeps the one on record.</summary>
    public string? Metadata { get; init; }

    /// <summary>The operator of this one submission; null for the board's.</summary>
    public ScoreOperator? Override { get; init; }
}

/// <summary>
/// Hands scores in and takes records off, in the period that is current when it happens, and says the new rank. The one way for clients' operations
/// and server modules alike.
/// </summary>
public sealed class LeaderboardScores(LeaderboardDirectory directory, LeaderboardRanks ranks, IJournal journal, TimeProvider time)
{
    /// <summary>A reset can come between a request and its decision; only a schedule of seconds could bring it twice.</summary>
    const int PeriodsMax = 3;

    /// <summary>Hands a score in. The answer is the owner's record after it and its rank.</summary>
    public async ValueTask<Answer<RankedRecord>> Submit(ScoreSubmission submission, Caller caller, CancellationToken cancel = default)
    {
        if (submission.Metadata is { Length: > 0 } metadata && !BoardMetadata.IsObject(metadata)) return LeaderboardFaults.MetadataNotJson;
        if (await directory.Find(submission.LeaderboardId, cancel) is not { } board) return LeaderboardFaults.NotFound;

        for (var period = 0; period < PeriodsMax; period++)
        {
            var now = time.GetUtcNow();
            var expiry = board.ExpiryAt(now);
            // The score does not wait for ranks that are being loaded, only its answer does.
            var finding = ranks.Find(board, expiry, now, cancel);
            var command = new SubmitScore(submission.LeaderboardId, expiry, submission.OwnerId, submission.Score, submission.Subscore)
            {
                Username = submission.Username,
                Metadata = submission.Metadata,
                Override = submission.Override,
            };
            var answer = await journal.Execute(command, caller, cancel);
            if (answer.Fault == LeaderboardFaults.PeriodIsOver) continue;
            if (!answer.IsGranted(out var record, out var refused)) return refused;
            var row = RecordRow.Of(record);
            var index = await finding;
            return new RankedRecord(row, index?.RankOf(row.OwnerId) ?? 0);
        }

        return LeaderboardFaults.WriteFailed;
    }

    /// <summary>Takes the owner's record of the current period off a board; none is a success.</summary>
    public async ValueTask<Answer<Done>> Delete(string leaderboardId, string ownerId, Caller caller, CancellationToken cancel = default)
    {
        if (await directory.Find(leaderboardId, cancel) is not { } board) return LeaderboardFaults.NotFound;
        for (var period = 0; period < PeriodsMax; period++)
        {
            var answer = await journal.Execute(new DeleteScoreRecord(leaderboardId, board.ExpiryAt(time.GetUtcNow()), ownerId), caller, cancel);
            if (answer.Fault != LeaderboardFaults.PeriodIsOver) return answer;
        }

        return LeaderboardFaults.DeleteFailed;
    }
}
