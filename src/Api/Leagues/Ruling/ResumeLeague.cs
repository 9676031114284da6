using KaosNet.Api.Operations;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues.Ruling;

/// <summary>A server lets a league go on.</summary>
static class ResumeLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ResumeLeague", "Let a league go on that stood still.")
        .PostWithoutBody("/v2/kaos/league/{league_id}/resume")
        .ForServers<LeagueRequest, Empty>((request, call) => PauseLeague.Set(request, call, isPaused: false));
}
