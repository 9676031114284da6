using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Protocol.Api.Kaos;
using League = KaosNet.Protocol.Api.Kaos.League;
using LeagueRules = KaosNet.Domain.Leagues.LeagueRules;

namespace KaosNet.Api.Leagues.Ruling;

/// <summary>A server edits a league; new rules are those of the next season.</summary>
static class UpdateLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("UpdateLeague", "Edit a league, or give it other rules from the next season on.")
        .Put("/v2/kaos/league/{league_id}")
        .ForServers<UpdateLeagueRequest, League>(Handle);

    static async ValueTask<Answer<League>> Handle(UpdateLeagueRequest request, OperationCall call)
    {
        LeagueRules? rules = null;
        if (request.Rules is not null && !LeagueMessages.Rules(request.Rules).IsGranted(out rules, out var refusal)) return refusal;
        var answer = await call.Execute(new ReviseLeague(request.LeagueId) { Title = request.Title, Metadata = request.Metadata, Rules = rules });
        return answer.As(LeagueMessages.Of);
    }
}
