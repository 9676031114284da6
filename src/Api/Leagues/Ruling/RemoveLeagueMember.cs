using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Ruling;

/// <summary>A server takes a player out.</summary>
static class RemoveLeagueMember
{
    public static readonly Operation Operation = Operations.Operation
        .Named("RemoveLeagueMember", "Take a player out of a league.")
        .Delete("/v2/kaos/league/{league_id}/member/{user_id}")
        .ForServers<LeagueMemberRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(LeagueMemberRequest request, OperationCall call)
    {
        if (!LeagueMessages.UserId(request.UserId).IsGranted(out var userId, out var refusal)) return refusal;
        var answer = await call.Get<LeaguePlaces>().Leave(request.LeagueId, userId, call.Caller, call.Aborted);
        return answer.As(_ => new Empty());
    }
}
