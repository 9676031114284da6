using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Ruling;

/// <summary>A server deletes a league with all that belongs to it.</summary>
static class DeleteLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("DeleteLeague", "Delete a league with its places, groups, boards and results.")
        .Delete("/v2/kaos/league/{league_id}")
        .ForServers<LeagueRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(LeagueRequest request, OperationCall call)
    {
        var answer = await call.Execute(new Domain.Leagues.DeleteLeague(request.LeagueId));
        return answer.As(_ => new Empty());
    }
}
