using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Disqualifying;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leaderboards.Disqualifying;

/// <summary>A disqualification with a page of what it did; of ours.</summary>
public static class GetDisqualification
{
    public static readonly Operation Operation = Operation
        .Named("GetDisqualification", "Look at a disqualification, the records that it worked out again and rewards that may be reversed.")
        .Get("/v2/kaos/disqualification/{disqualification_id}")
        .ForServers<Kaos.GetDisqualificationRequest, Kaos.Disqualification>(Handle);

    static async ValueTask<Answer<Kaos.Disqualification>> Handle(Kaos.GetDisqualificationRequest request, OperationCall call)
    {
        if (!Uuids.TryRead(request.DisqualificationId, out var id)) return DisqualificationFaults.InvalidId;
        var answer = await call.Get<DisqualificationLists>().Find(id, request.Limit ?? DisqualificationLimits.PageMax, request.Cursor, call.Aborted);
        return answer.IsGranted(out var found, out var fault)
            ? DisqualificationMessages.Of(found.Disqualification, found.Records, found.Reversals, found.Cursor)
            : fault;
    }
}
