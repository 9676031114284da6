using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Api.Kaos;
using LeaguePlace = KaosNet.Protocol.Api.Kaos.LeaguePlace;

namespace KaosNet.Api.Leagues;

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
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

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
        return answer.IsGranted(out var place, out var fault) ? LeagueMessages.Of(place) : fault;
    }
}

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
        return answer.IsGranted(out var table, out var fault) ? LeagueMessages.Of(table) : fault;
    }
}
