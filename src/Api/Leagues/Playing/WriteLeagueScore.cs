using KaosNet.Api.Leaderboards;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;
using LeaderboardRecord = KaosNet.Protocol.Api.LeaderboardRecord;

namespace KaosNet.Api.Leagues.Playing;

/// <summary>A player hands in a score of their own, which goes to the board of their group.</summary>
static class WriteLeagueScore
{
    public static readonly Operation Operation = Operations.Operation
        .Named("WriteLeagueScore", "Hand in a score in a league.")
        .Post("/v2/kaos/league/{league_id}/score", body: "record")
        .ForPlayers<WriteLeagueScoreRequest, LeaderboardRecord>((request, call) =>
            Submit(request.LeagueId, call.Caller.UserId, call.Caller.Username, request.Record, call));

    internal static async ValueTask<Answer<LeaderboardRecord>> Submit(
        string leagueId, string userId, string username, LeagueScore? record, OperationCall call)
    {
        if (record is null) return LeaderboardFaults.ScoreMissing;
        var submission = new LeagueSubmission(leagueId, userId, record.Score, record.Subscore) { Username = username, Metadata = record.Metadata };
        var answer = await call.Get<LeaguePlaces>().Submit(submission, call.Caller, call.Aborted);
        return answer.As(RecordMessages.Of);
    }
}
