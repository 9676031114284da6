using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Api.Kaos;
using Command = KaosNet.Domain.Leagues.CreateLeague;
using LeagueRules = KaosNet.Domain.Leagues.LeagueRules;
using Wire = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leagues;

/// <summary>A server sets a league up; one that exists stays as it is.</summary>
static class CreateLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("CreateLeague", "Set up a league with its divisions and its seasons.")
        .Post("/v2/kaos/league")
        .ForServers<CreateLeagueRequest, Wire.League>(Handle);

    static async ValueTask<Answer<Wire.League>> Handle(CreateLeagueRequest request, OperationCall call)
    {
        if (!KaosNet.Domain.Leagues.League.IsId(request.Id)) return LeagueFaults.InvalidId;
        if (!LeagueMessages.Rules(request.Rules).IsGranted(out var rules, out var refusal)) return refusal;
        var command = new Command(request.Id, rules) { Title = request.Title, Metadata = request.Metadata, StartTime = request.StartTime };
        var answer = await call.Get<LeagueControl>().Create(command, call.Caller, call.Aborted);
        return answer.IsGranted(out var league, out var fault) ? LeagueMessages.Of(league) : fault;
    }
}

/// <summary>A server edits a league; new rules are those of the next season.</summary>
static class UpdateLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("UpdateLeague", "Edit a league, or give it other rules from the next season on.")
        .Put("/v2/kaos/league/{league_id}")
        .ForServers<UpdateLeagueRequest, Wire.League>(Handle);

    static async ValueTask<Answer<Wire.League>> Handle(UpdateLeagueRequest request, OperationCall call)
    {
        LeagueRules? rules = null;
        if (request.Rules is not null && !LeagueMessages.Rules(request.Rules).IsGranted(out rules, out var refusal)) return refusal;
        var answer = await call.Execute(new ReviseLeague(request.LeagueId) { Title = request.Title, Metadata = request.Metadata, Rules = rules });
        return answer.IsGranted(out var league, out var fault) ? LeagueMessages.Of(league) : fault;
    }
}

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
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

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
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}

/// <summary>A server lets a league go on.</summary>
static class ResumeLeague
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ResumeLeague", "Let a league go on that stood still.")
        .PostWithoutBody("/v2/kaos/league/{league_id}/resume")
        .ForServers<LeagueRequest, Empty>((request, call) => PauseLeague.Set(request, call, isPaused: false));
}

/// <summary>A server ends the season that runs.</summary>
static class EndLeagueSeason
{
    public static readonly Operation Operation = Operations.Operation
        .Named("EndLeagueSeason", "End the running season of a league now.")
        .PostWithoutBody("/v2/kaos/league/{league_id}/season/end")
        .ForServers<LeagueRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(LeagueRequest request, OperationCall call)
    {
        var answer = await call.Get<LeagueControl>().EndSeason(request.LeagueId, call.Caller, call.Aborted);
        return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
    }
}
