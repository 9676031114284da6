using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Ruling;

/// <summary>A server ends the season that runs.</summary>
static class EndLeagueSeason
{
    public static readonly Operation Operation = Operations.Operation
        .Named("EndLeagueSeason", "End the running season of a league now.")
        .PostWithoutBody("/v2/kaos/league/{league_id}/season/end")
        .ForServers<LeagueRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(LeagueRequest request, OperationCall call)
    {
        var answer = await call.Get<LeagueControl>().EndSeason(request.LeagueId, call.Caller, call.Aborted);
        return answer.As(_ => new Empty());
    }
}
