using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Leaderboards;

/// <summary>A player takes their own record of the current period off a board (parity section 2.5).</summary>
public static class DeleteLeaderboardRecord
{
    public static readonly Operation Operation = Operation
        .Named("DeleteLeaderboardRecord", "Take the caller's record off a leaderboard.")
        .Delete("/v2/leaderboard/{leaderboard_id}")
        .ForPlayers<Wire.DeleteLeaderboardRecordRequest, Wire.Empty>(Handle);

    static async ValueTask<Answer<Wire.Empty>> Handle(Wire.DeleteLeaderboardRecordRequest request, OperationCall call)
    {
        if (request.LeaderboardId.Length == 0) return LeaderboardFaults.InvalidId;
        var answer = await call.Get<LeaderboardScores>().Delete(request.LeaderboardId, call.Caller.UserId, call.Caller, call.Aborted);
        return answer.Fault is { } fault ? fault : new Wire.Empty();
    }
}
