using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Listing;

/// <summary>The standings of a group.</summary>
static class ListLeagueStandings
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListLeagueStandings", "List the standings of a group of a league; of the own one unless told otherwise.")
        .Get("/v2/kaos/league/{league_id}/standing")
        .ForPlayers<ListLeagueStandingsRequest, LeagueStandingList>(Handle);

    static async ValueTask<Answer<LeagueStandingList>> Handle(ListLeagueStandingsRequest request, OperationCall call)
    {
        var answer = await call.Get<LeagueStandings>().Find(
            request.LeagueId, request.Season, request.Division, request.Group, call.Caller.UserId, call.Aborted);
        return answer.As(LeagueMessages.Of);
    }
}
