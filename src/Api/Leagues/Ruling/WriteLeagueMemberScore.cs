using KaosNet.Api.Leagues.Playing;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api.Kaos;
using LeaderboardRecord = KaosNet.Protocol.Api.LeaderboardRecord;

namespace KaosNet.Api.Leagues.Ruling;

/// <summary>A server hands in a score for a player.</summary>
static class WriteLeagueMemberScore
{
    public static readonly Operation Operation = Operations.Operation
        .Named("WriteLeagueMemberScore", "Hand in a score for a player of a league.")
        .Post("/v2/kaos/league/{league_id}/member/{user_id}/score", body: "record")
        .ForServers<WriteLeagueMemberScoreRequest, LeaderboardRecord>(Handle);

    static async ValueTask<Answer<LeaderboardRecord>> Handle(WriteLeagueMemberScoreRequest request, OperationCall call)
    {
        if (!LeagueMessages.UserId(request.UserId).IsGranted(out var userId, out var refusal)) return refusal;
        return await WriteLeagueScore.Submit(request.LeagueId, userId, "", request.Record, call);
    }
}
