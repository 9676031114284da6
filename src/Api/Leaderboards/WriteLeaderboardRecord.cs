using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Leaderboards;

/// <summary>A player hands in a score of their own (parity section 2).</summary>
public static class WriteLeaderboardRecord
{
    public static readonly Operation Operation = Operation
        .Named("WriteLeaderboardRecord", "Hand in a score to a leaderboard.")
        .Post("/v2/leaderboard/{leaderboard_id}", body: "record")
        .ForPlayers<Wire.WriteLeaderboardRecordRequest, Wire.LeaderboardRecord>(Handle);

    static async ValueTask<Answer<Wire.LeaderboardRecord>> Handle(Wire.WriteLeaderboardRecordRequest request, OperationCall call)
    {
        if (request.LeaderboardId.Length == 0) return LeaderboardFaults.InvalidId;
        if (request.Record is not { } record) return LeaderboardFaults.ScoreMissing;

        var submission = new ScoreSubmission(request.LeaderboardId, call.Caller.UserId, record.Score, record.Subscore)
        {
            Username = call.Caller.Username,
            Metadata = record.Metadata,
            // The wire's numbers are one higher than ours, since its 0 leaves it to the board.
            Override = record.Operator == Wire.Operator.NoOverride ? null : (ScoreOperator)((int)record.Operator - 1),
        };
        var answer = await call.Get<LeaderboardScores>().Submit(submission, call.Caller, call.Aborted);
        return answer.IsGranted(out var written, out var fault) ? RecordMessages.Of(written) : fault;
    }
}
