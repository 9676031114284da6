using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;
using LeaguePlace = KaosNet.Protocol.Api.Kaos.LeaguePlace;

namespace KaosNet.Api.Leagues.Playing;

/// <summary>Where a player plays and stands.</summary>
static class GetLeaguePlace
{
    public static readonly Operation Operation = Operations.Operation
        .Named("GetLeaguePlace", "Look at the own place in a league: division, group and standing.")
        .Get("/v2/kaos/league/{league_id}/place")
        .ForPlayers<LeagueRequest, LeaguePlace>((request, call) => Of(request.LeagueId, call.Caller.UserId, call));

    internal static async ValueTask<Answer<LeaguePlace>> Of(string leagueId, string userId, OperationCall call)
    {
        var answer = await call.Get<LeagueStandings>().Place(leagueId, userId, call.Aborted);
        return answer.As(LeagueMessages.Of);
    }
}
