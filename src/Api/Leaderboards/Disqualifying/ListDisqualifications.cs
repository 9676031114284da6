using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Disqualifying;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leaderboards.Disqualifying;

/// <summary>A page of all disqualifications; of ours.</summary>
public static class ListDisqualifications
{
    public static readonly Operation Operation = Operation
        .Named("ListDisqualifications", "List disqualifications, newest first.")
        .Get("/v2/kaos/disqualification")
        .ForServers<Kaos.ListDisqualificationsRequest, Kaos.DisqualificationList>(Handle);

    static async ValueTask<Answer<Kaos.DisqualificationList>> Handle(Kaos.ListDisqualificationsRequest request, OperationCall call)
    {
        var answer = await call.Get<DisqualificationLists>().Page(request.Limit ?? DisqualificationLimits.PageMax, request.Cursor, call.Aborted);
        return answer.IsGranted(out var page, out var fault)
            ? new Kaos.DisqualificationList { Disqualifications = [.. page.Disqualifications.Select(DisqualificationMessages.Of)], Cursor = page.Cursor }
            : fault;
    }
}
