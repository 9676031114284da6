using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Listing;

/// <summary>A page of a league's seasons.</summary>
static class ListLeagueSeasons
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListLeagueSeasons", "List the seasons of a league, the latest first.")
        .Get("/v2/kaos/league/{league_id}/season")
        .ForPlayers<ListLeagueSeasonsRequest, LeagueSeasonList>(Handle);

    static async ValueTask<Answer<LeagueSeasonList>> Handle(ListLeagueSeasonsRequest request, OperationCall call)
    {
        if (!LeagueMessages.Limit(request.Limit).IsGranted(out var limit, out var refusal)) return refusal;
        if (!(await LeagueMessages.Known(request.LeagueId, call)).IsGranted(out var league, out refusal)) return refusal;
        var answer = await call.Get<LeagueLists>().Seasons(league.Id, limit, request.Cursor, call.Aborted);
        return answer.As(page => new LeagueSeasonList { Seasons = [.. page.Items.Select(LeagueMessages.Of)], Cursor = page.Cursor });
    }
}
