using KaosNet.Api.Leagues.Playing;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;
using LeaguePlace = KaosNet.Protocol.Api.Kaos.LeaguePlace;

namespace KaosNet.Api.Leagues.Ruling;

/// <summary>A server lets a player join.</summary>
static class AddLeagueMember
{
    public static readonly Operation Operation = Operations.Operation
        .Named("AddLeagueMember", "Let a player join a league.")
        .PostWithoutBody("/v2/kaos/league/{league_id}/member/{user_id}")
        .ForServers<LeagueMemberRequest, LeaguePlace>(Handle);

    static async ValueTask<Answer<LeaguePlace>> Handle(LeagueMemberRequest request, OperationCall call)
    {
        if (!LeagueMessages.UserId(request.UserId).IsGranted(out var userId, out var refusal)) return refusal;
        var answer = await call.Get<LeaguePlaces>().Join(request.LeagueId, userId, call.Caller, call.Aborted);
        return answer.Fault is { } fault ? fault : await GetLeaguePlace.Of(request.LeagueId, userId, call);
    }
}
