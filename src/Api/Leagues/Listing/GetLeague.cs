using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api.Kaos;
using League = KaosNet.Protocol.Api.Kaos.League;

namespace KaosNet.Api.Leagues.Listing;

/// <summary>One league.</summary>
static class GetLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("GetLeague", "Look at a league and its rules.")
        .Get("/v2/kaos/league/{league_id}")
        .ForPlayers<LeagueRequest, League>(Handle);

    static async ValueTask<Answer<League>> Handle(LeagueRequest request, OperationCall call) =>
        (await LeagueMessages.Known(request.LeagueId, call)).As(LeagueMessages.Of);
}
