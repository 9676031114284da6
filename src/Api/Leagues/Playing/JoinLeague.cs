using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;
using LeaguePlace = KaosNet.Protocol.Api.Kaos.LeaguePlace;

namespace KaosNet.Api.Leagues.Playing;

/// <summary>A player joins.</summary>
static class JoinLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("JoinLeague", "Join a league.")
        .PostWithoutBody("/v2/kaos/league/{league_id}/join")
        .ForPlayers<LeagueRequest, LeaguePlace>(Handle);

    static async ValueTask<Answer<LeaguePlace>> Handle(LeagueRequest request, OperationCall call)
    {
        var answer = await call.Get<LeaguePlaces>().Join(request.LeagueId, call.Caller.UserId, call.Caller, call.Aborted);
        return answer.Fault is { } fault ? fault : await GetLeaguePlace.Of(request.LeagueId, call.Caller.UserId, call);
    }
}
