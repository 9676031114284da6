using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Ruling;

/// <summary>A server lets a league stand still.</summary>
static class PauseLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("PauseLeague", "Let a league stand still: no scores, no newcomers, and no season ends.")
        .PostWithoutBody("/v2/kaos/league/{league_id}/pause")
        .ForServers<LeagueRequest, Empty>((request, call) => Set(request, call, isPaused: true));

    internal static async ValueTask<Answer<Empty>> Set(LeagueRequest request, OperationCall call, bool isPaused)
    {
        var answer = await call.Execute(new Domain.Leagues.PauseLeague(request.LeagueId, isPaused));
        return answer.As(_ => new Empty());
    }
}
