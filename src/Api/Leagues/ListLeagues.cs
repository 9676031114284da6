using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;
using League = KaosNet.Protocol.Api.Kaos.League;

namespace KaosNet.Api.Leagues;

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
        return answer.IsGranted(out var page, out var fault)
            ? new LeagueList { Leagues = [.. page.Items.Select(LeagueMessages.Of)], Cursor = page.Cursor }
            : fault;
    }
}

/// <summary>One league.</summary>
static class GetLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("GetLeague", "Look at a league and its rules.")
        .Get("/v2/kaos/league/{league_id}")
        .ForPlayers<LeagueRequest, League>(Handle);

    static async ValueTask<Answer<League>> Handle(LeagueRequest request, OperationCall call)
    {
        if (!Domain.Leagues.League.IsId(request.LeagueId)) return LeagueFaults.InvalidId;
        return await call.Get<LeagueLists>().Find(request.LeagueId, call.Aborted) is { } league ? LeagueMessages.Of(league) : LeagueFaults.NotFound;
    }
}

/// <summary>A page of a league's seasons.</summary>
static class ListLeagueSeasons
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListLeagueSeasons", "List the seasons of a league, the latest first.")
        .Get("/v2/kaos/league/{league_id}/season")
        .ForPlayers<ListLeagueSeasonsRequest, LeagueSeasonList>(Handle);

    static async ValueTask<Answer<LeagueSeasonList>> Handle(ListLeagueSeasonsRequest request, OperationCall call)
    {
        if (!Domain.Leagues.League.IsId(request.LeagueId)) return LeagueFaults.InvalidId;
        if (!LeagueMessages.Limit(request.Limit).IsGranted(out var limit, out var refusal)) return refusal;
        if (await call.Get<LeagueLists>().Find(request.LeagueId, call.Aborted) is null) return LeagueFaults.NotFound;
        var answer = await call.Get<LeagueLists>().Seasons(request.LeagueId, limit, request.Cursor, call.Aborted);
        return answer.IsGranted(out var page, out var fault)
            ? new LeagueSeasonList { Seasons = [.. page.Items.Select(LeagueMessages.Of)], Cursor = page.Cursor }
            : fault;
    }
}

/// <summary>A page of a season's groups.</summary>
static class ListLeagueGroups
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListLeagueGroups", "List the groups of a season of a league, from the top division down.")
        .Get("/v2/kaos/league/{league_id}/group")
        .ForPlayers<ListLeagueGroupsRequest, LeagueGroupList>(Handle);

    static async ValueTask<Answer<LeagueGroupList>> Handle(ListLeagueGroupsRequest request, OperationCall call)
    {
        if (!Domain.Leagues.League.IsId(request.LeagueId)) return LeagueFaults.InvalidId;
        if (!LeagueMessages.Limit(request.Limit).IsGranted(out var limit, out var refusal)) return refusal;
        if (await call.Get<LeagueLists>().Find(request.LeagueId, call.Aborted) is not { } league) return LeagueFaults.NotFound;
        var answer = await call.Get<LeagueLists>().Groups(
            request.LeagueId, request.Season ?? league.Season, request.Division, limit, request.Cursor, call.Aborted);
        return answer.IsGranted(out var page, out var fault)
            ? new LeagueGroupList { Groups = [.. page.Items.Select(LeagueMessages.Of)], Cursor = page.Cursor }
            : fault;
    }
}

/// <summary>A page of a player's results.</summary>
static class ListLeagueResults
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListLeagueResults", "List the own results of a league's past seasons, the latest first.")
        .Get("/v2/kaos/league/{league_id}/result")
        .ForPlayers<ListLeagueSeasonsRequest, LeagueResultList>(Handle);

    static async ValueTask<Answer<LeagueResultList>> Handle(ListLeagueSeasonsRequest request, OperationCall call)
    {
        if (!Domain.Leagues.League.IsId(request.LeagueId)) return LeagueFaults.InvalidId;
        if (!LeagueMessages.Limit(request.Limit).IsGranted(out var limit, out var refusal)) return refusal;
        if (await call.Get<LeagueLists>().Find(request.LeagueId, call.Aborted) is null) return LeagueFaults.NotFound;
        var answer = await call.Get<LeagueLists>().History(request.LeagueId, Guid.Parse(call.Caller.UserId), limit, request.Cursor, call.Aborted);
        return answer.IsGranted(out var page, out var fault)
            ? new LeagueResultList { Results = [.. page.Items.Select(LeagueMessages.Of)], Cursor = page.Cursor }
            : fault;
    }
}
