using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api.Kaos;
using Command = KaosNet.Domain.Leagues.CreateLeague;
using League = KaosNet.Protocol.Api.Kaos.League;

namespace KaosNet.Api.Leagues.Ruling;

/// <summary>A server sets a league up; one that exists stays as it is.</summary>
static class CreateLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("CreateLeague", "Set up a league with its divisions and its seasons.")
        .Post("/v2/kaos/league")
        .ForServers<CreateLeagueRequest, League>(Handle);

    static async ValueTask<Answer<League>> Handle(CreateLeagueRequest request, OperationCall call)
    {
        if (!Domain.Leagues.League.IsId(request.Id)) return LeagueFaults.InvalidId;
        if (!LeagueMessages.Rules(request.Rules).IsGranted(out var rules, out var refusal)) return refusal;
        var command = new Command(request.Id, rules) { Title = request.Title, Metadata = request.Metadata, StartTime = request.StartTime };
        var answer = await call.Get<LeagueControl>().Create(command, call.Caller, call.Aborted);
        return answer.As(LeagueMessages.Of);
    }
}
