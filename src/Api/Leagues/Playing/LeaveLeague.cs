using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Playing;

/// <summary>A player leaves.</summary>
static class LeaveLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("LeaveLeague", "Leave a league, and with it the place and the score of the running season.")
        .PostWithoutBody("/v2/kaos/league/{league_id}/leave")
        .ForPlayers<LeagueRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(LeagueRequest request, OperationCall call)
    {
        var answer = await call.Get<LeaguePlaces>().Leave(request.LeagueId, call.Caller.UserId, call.Caller, call.Aborted);
        return answer.As(_ => new Empty());
    }
}
