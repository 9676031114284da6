using KaosNet.Api.Leaderboards;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Tournaments;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Tournaments;

/// <summary>A player hands in a score of a tournament (parity section 6.4).</summary>
public static class WriteTournamentRecord
{
    public static readonly Operation Operation = Operation
        .Named("WriteTournamentRecord", "Hand in a score to a tournament.")
        .Put("/v2/tournament/{tournament_id}", body: "record")
        .Post("/v2/tournament/{tournament_id}", body: "record")
        .ForPlayers<Wire.WriteTournamentRecordRequest, Wire.LeaderboardRecord>(Handle);

    static async ValueTask<Answer<Wire.LeaderboardRecord>> Handle(Wire.WriteTournamentRecordRequest request, OperationCall call)
    {
        if (request.TournamentId.Length == 0) return TournamentFaults.WriteIdMissing;
        if (request.Record is not { } record) return LeaderboardFaults.ScoreMissing;

        var submission = new ScoreSubmission(request.TournamentId, call.Caller.UserId, record.Score, record.Subscore)
        {
            Username = call.Caller.Username,
            Metadata = record.Metadata,
            Override = record.Operator == Wire.Operator.NoOverride ? null : (ScoreOperator)((int)record.Operator - 1),
        };
        var answer = await call.Get<TournamentScores>().Submit(submission, call.Caller, call.Aborted);
        return answer.IsGranted(out var written, out var fault) ? RecordMessages.Of(written) : fault;
    }
}
