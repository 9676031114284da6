using KaosNet.Api.Leagues.Playing;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Protocol.Api.Kaos;
using LeaguePlace = KaosNet.Protocol.Api.Kaos.LeaguePlace;

namespace KaosNet.Api.Leagues.Ruling;

/// <summary>A server puts a player into another division.</summary>
static class MoveLeagueMember
{
    public static readonly Operation Operation = Operations.Operation
        .Named("MoveLeagueMember", "Put a player of a league into another division, from the next season on.")
        .Post("/v2/kaos/league/{league_id}/member/{user_id}/move")
        .ForServers<MoveLeagueMemberRequest, LeaguePlace>(Handle);

    static async ValueTask<Answer<LeaguePlace>> Handle(MoveLeagueMemberRequest request, OperationCall call)
    {
        if (!Domain.Leagues.League.IsId(request.LeagueId)) return LeagueFaults.InvalidId;
        if (!LeagueMessages.UserId(request.UserId).IsGranted(out var userId, out var refusal)) return refusal;
        var answer = await call.Execute(new MoveMember(request.LeagueId, userId, request.Division));
        return answer.Fault is { } fault ? fault : await GetLeaguePlace.Of(request.LeagueId, userId, call);
    }
}
