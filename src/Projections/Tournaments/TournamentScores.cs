using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Tournaments;

/// <summary>
/// Has owners join tournaments, hands scores in, takes records off and gives attempts, in the period that is current when it happens. The one way for
/// clients' operations and server modules alike; who may do what is told from the caller.
/// </summary>
public sealed class TournamentScores(LeaderboardDirectory directory, LeaderboardRanks ranks, IJournal journal, TimeProvider time)
{
    /// <summary>A reset, a new tournament of that name or a place to take can come between a request and its decision; each of them hardly twice.</summary>
    const int AttemptsMax = 5;

    /// <summary>Has an owner join the current period, or the first one before the start (parity section 6.3).</summary>
    /// <param name="tournamentId">The tournament.</param>
    /// <param name="ownerId">Who joins; a lower-case UUID.</param>
    /// <param name="username">The owner's name; null or empty when unknown.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<Done>> Join(
        string tournamentId, string ownerId, string? username, Caller caller, CancellationToken cancel = default)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await directory.FindTournament(tournamentId, cancel) is not { } board) return TournamentFaults.NotFound;
            var command = new JoinTournament(
                tournamentId, board.CurrentExpiryAt(time.GetUtcNow()), ownerId, username, board.HasMaxSize);
            var answer = await journal.Execute(command, caller, cancel);
            if (!IsAskedAgain(answer.Fault)) return answer;
        }

        return TournamentFaults.JoinFailed;
    }

    /// <summary>Hands a score in (parity section 6.4). The answer is the owner's record after it and its rank.</summary>
    /// <param name="submission">The score; its board is the tournament.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<RankedRecord>> Submit(ScoreSubmission submission, Caller caller, CancellationToken cancel = default)
    {
        if (submission.Metadata is { Length: > 0 } metadata && !BoardMetadata.IsObject(metadata)) return LeaderboardFaults.MetadataNotJson;
        if (!ScoreRecord.IsOwner(submission.OwnerId)) return LeaderboardFaults.InvalidOwner;
        var isPlaceWanted = false;
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await directory.Find(submission.LeaderboardId, cancel) is not { } board) return TournamentFaults.NotFound;
            if (!board.IsTournament) return TournamentFaults.WriteRefused;

            var now = time.GetUtcNow();
            var expiry = board.CurrentExpiryAt(now);
            // The score does not wait for ranks that are being loaded, only its answer does.
            var finding = ranks.Find(board, expiry, now, cancel);
            var needsPlace = board.HasMaxSize && (isPlaceWanted || !(await RecordOf(submission, expiry, cancel)).Exists);
            var command = new SubmitTournamentScore(
                submission.LeaderboardId, expiry, submission.OwnerId, submission.Score, submission.Subscore, needsPlace)
            {
                Username = submission.Username,
                Metadata = submission.Metadata,
                Override = submission.Override,
            };
            var answer = await journal.Execute(command, caller, cancel);
            isPlaceWanted |= answer.Fault == TournamentFaults.PlaceWanted;
            if (IsAskedAgain(answer.Fault)) continue;
            if (!answer.IsGranted(out var record, out var refused)) return refused;
            var row = RecordRow.Of(record);
            var index = await finding;
            return new RankedRecord(row, index?.RankOf(row.OwnerId) ?? 0);
        }

        return TournamentFaults.WriteFailed;
    }

    /// <summary>Takes the owner's record of the current period off a tournament; none is a success (parity section 6.5).</summary>
    /// <param name="tournamentId">The tournament.</param>
    /// <param name="ownerId">Whose record; a lower-case UUID.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<Done>> Delete(string tournamentId, string ownerId, Caller caller, CancellationToken cancel = default)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await directory.FindTournament(tournamentId, cancel) is not { } board) return TournamentFaults.NotFound;
            var command = new DeleteTournamentRecord(tournamentId, board.CurrentExpiryAt(time.GetUtcNow()), ownerId, board.HasMaxSize);
            var answer = await journal.Execute(command, caller, cancel);
            if (!IsAskedAgain(answer.Fault)) return answer;
        }

        return TournamentFaults.DeleteFailed;
    }

    /// <summary>Gives an owner more attempts in the current period, or fewer; no record is a success (parity section 6.8).</summary>
    /// <param name="tournamentId">The tournament.</param>
    /// <param name="ownerId">Whose record; a lower-case UUID.</param>
    /// <param name="count">How many; not 0, and below 0 takes some away.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<Done>> AddAttempts(
        string tournamentId, string ownerId, int count, Caller caller, CancellationToken cancel = default)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await directory.FindTournament(tournamentId, cancel) is not { } board) return TournamentFaults.NotFound;
            var answer = await journal.Execute(
                new AddAttempts(tournamentId, board.CurrentExpiryAt(time.GetUtcNow()), ownerId, count), caller, cancel);
            if (!IsAskedAgain(answer.Fault)) return answer;
        }

        return TournamentFaults.WriteFailed;
    }

    static bool IsAskedAgain(Fault? fault) => fault == LeaderboardFaults.PeriodIsOver || fault == TournamentFaults.PlaceWanted;

    ValueTask<ScoreRecord> RecordOf(ScoreSubmission submission, long expiry, CancellationToken cancel) =>
        journal.Load(ScoreRecord.Of(submission.LeaderboardId, expiry, submission.OwnerId), cancel);
}
