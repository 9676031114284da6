using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Listing;

/// <summary>A page of a player's results.</summary>
static class ListLeagueResults
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListLeagueResults", "List the own results of a league's past seasons, the latest first.")
        .Get("/v2/kaos/league/{league_id}/result")
        .ForPlayers<ListLeagueSeasonsRequest, LeagueResultList>(Handle);

    static async ValueTask<Answer<LeagueResultList>> Handle(ListLeagueSeasonsRequest request, OperationCall call)
    {
        if (!LeagueMessages.Limit(request.Limit).IsGranted(out var limit, out var refusal)) return refusal;
        if (!(await LeagueMessages.Known(request.LeagueId, call)).IsGranted(out var league, out refusal)) return refusal;
        var answer = await call.Get<LeagueLists>().History(league.Id, Guid.Parse(call.Caller.UserId), limit, request.Cursor, call.Aborted);
        return answer.As(page => new LeagueResultList { Results = [.. page.Items.Select(LeagueMessages.Of)], Cursor = page.Cursor });
    }
}
