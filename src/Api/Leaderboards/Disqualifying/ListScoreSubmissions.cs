using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Disqualifying;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leaderboards.Disqualifying;

/// <summary>Everything that was handed in for a record, to see which of it to take back; of ours.</summary>
public static class ListScoreSubmissions
{
    public static readonly Operation Operation = Operation
        .Named("ListScoreSubmissions", "List every score that was handed in for an owner's record, newest first.")
        .Get("/v2/kaos/leaderboard/{leaderboard_id}/owner/{owner_id}/submission")
        .ForServers<Kaos.ListScoreSubmissionsRequest, Kaos.ScoreSubmissionList>(Handle);

    static async ValueTask<Answer<Kaos.ScoreSubmissionList>> Handle(Kaos.ListScoreSubmissionsRequest request, OperationCall call)
    {
        if (request.LeaderboardId.Length == 0) return LeaderboardFaults.InvalidId;
        if (!Uuids.TryRead(request.OwnerId, out var owner)) return LeaderboardFaults.InvalidOwner;
        var answer = await call.Get<SubmissionLists>().Page(
            request.LeaderboardId, owner, request.Expiry, request.Limit ?? DisqualificationLimits.PageMax, request.Cursor, call.Aborted);
        if (!answer.IsGranted(out var page, out var fault)) return fault;
        return new Kaos.ScoreSubmissionList { Expiry = page.Expiry, Submissions = [.. page.Submissions.Select(Of)], Cursor = page.Cursor };
    }

    static Kaos.ScoreSubmission Of(ListedSubmission listed) => new()
    {
        Number = listed.Number,
        Score = listed.Submitted.Score,
        Subscore = listed.Submitted.Subscore,
        Operator = listed.Submitted.Operator switch
        {
            ScoreOperator.Best => "best",
            ScoreOperator.Set => "set",
            ScoreOperator.Increment => "incr",
            _ => "decr",
        },
        Counted = listed.Submitted.Counted,
        Metadata = listed.Submitted.Metadata ?? "",
        Username = listed.Submitted.Username ?? "",
        Build = listed.Build ?? "",
        CreateTime = listed.At,
        DisqualificationIds = [.. listed.TakenBackBy],
    };
}
