using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Listing;

/// <summary>A page of leagues.</summary>
static class ListLeagues
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListLeagues", "List leagues in the order of their creation.")
        .Get("/v2/kaos/league")
        .ForPlayers<ListLeaguesRequest, LeagueList>(Handle);

    static async ValueTask<Answer<LeagueList>> Handle(ListLeaguesRequest request, OperationCall call)
    {
        if (!LeagueMessages.Limit(request.Limit).IsGranted(out var limit, out var refusal)) return refusal;
        var answer = await call.Get<LeagueLists>().Leagues(limit, request.Cursor, call.Aborted);
        return answer.As(page => new LeagueList { Leagues = [.. page.Items.Select(LeagueMessages.Of)], Cursor = page.Cursor });
    }
}
