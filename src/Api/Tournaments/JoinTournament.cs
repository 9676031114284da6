using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Tournaments;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Tournaments;

/// <summary>A player joins the current period of a tournament (parity section 6.3).</summary>
public static class JoinTournament
{
    public static readonly Operation Operation = Operation
        .Named("JoinTournament", "Join a tournament, which some need before the first score.")
        .PostWithoutBody("/v2/tournament/{tournament_id}/join")
        .ForPlayers<Wire.JoinTournamentRequest, Wire.Empty>(Handle);

    static async ValueTask<Answer<Wire.Empty>> Handle(Wire.JoinTournamentRequest request, OperationCall call)
    {
        var answer = await call.Get<TournamentScores>().Join(
            request.TournamentId, call.Caller.UserId, call.Caller.Username, call.Caller, call.Aborted);
        return answer.Fault is { } fault ? fault : new Wire.Empty();
    }
}
