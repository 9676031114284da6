using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Disqualifying;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leaderboards.Disqualifying;

/// <summary>What was taken back counts again; of ours. One that is undone already is answered as it is.</summary>
public static class UndoDisqualification
{
    public static readonly Operation Operation = Operation
        .Named("UndoDisqualification", "Undo a disqualification, so that what it took back counts again.")
        .Post("/v2/kaos/disqualification/{disqualification_id}/undo")
        .ForServers<Kaos.UndoDisqualificationRequest, Kaos.Disqualification>(Handle);

    static async ValueTask<Answer<Kaos.Disqualification>> Handle(Kaos.UndoDisqualificationRequest request, OperationCall call)
    {
        if (!Uuids.TryRead(request.DisqualificationId, out var id)) return DisqualificationFaults.InvalidId;
        var answer = await call.Get<Disqualifications>().Undo(id.ToString(), request.Author, request.Reason, call.Caller, call.Aborted);
        return answer.IsGranted(out var undone, out var fault) ? DisqualificationMessages.Of(undone) : fault;
    }
}
