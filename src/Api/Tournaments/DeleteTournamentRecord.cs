using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Tournaments;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Tournaments;

/// <summary>A player takes their own record of the current period off a tournament (parity section 6.5).</summary>
public static class DeleteTournamentRecord
{
    public static readonly Operation Operation = Operation
        .Named("DeleteTournamentRecord", "Take the caller's record off a tournament.")
        .Delete("/v2/tournament/{tournament_id}")
        .ForPlayers<Wire.DeleteTournamentRecordRequest, Wire.Empty>(Handle);

    static async ValueTask<Answer<Wire.Empty>> Handle(Wire.DeleteTournamentRecordRequest request, OperationCall call)
    {
        if (request.TournamentId.Length == 0) return TournamentFaults.InvalidId;
        var answer = await call.Get<TournamentScores>().Delete(request.TournamentId, call.Caller.UserId, call.Caller, call.Aborted);
        return answer.Fault is { } fault ? fault : new Wire.Empty();
    }
}
