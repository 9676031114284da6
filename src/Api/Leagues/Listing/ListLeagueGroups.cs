using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Listing;

/// <summary>A page of a season's groups.</summary>
static class ListLeagueGroups
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListLeagueGroups", "List the groups of a season of a league, from the top division down.")
        .Get("/v2/kaos/league/{league_id}/group")
        .ForPlayers<ListLeagueGroupsRequest, LeagueGroupList>(Handle);

    static async ValueTask<Answer<LeagueGroupList>> Handle(ListLeagueGroupsRequest request, OperationCall call)
    {
        if (!LeagueMessages.Limit(request.Limit).IsGranted(out var limit, out var refusal)) return refusal;
        if (!(await LeagueMessages.Known(request.LeagueId, call)).IsGranted(out var league, out refusal)) return refusal;
        var answer = await call.Get<LeagueLists>().Groups(
            league.Id, request.Season ?? league.Season, request.Division, limit, request.Cursor, call.Aborted);
        return answer.As(page => new LeagueGroupList { Groups = [.. page.Items.Select(LeagueMessages.Of)], Cursor = page.Cursor });
    }
}
