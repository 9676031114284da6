using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Leaderboards;

/// <summary>A page of a board, and the records of some owners (parity section 5.1).</summary>
public static class ListLeaderboardRecords
{
    public static readonly Operation Operation = Operation
        .Named("ListLeaderboardRecords", "List the records of a leaderboard, best first, and those of given owners.")
        .Get("/v2/leaderboard/{leaderboard_id}")
        .ForPlayers<Wire.ListLeaderboardRecordsRequest, Wire.LeaderboardRecordList>(Handle);

    static async ValueTask<Answer<Wire.LeaderboardRecordList>> Handle(Wire.ListLeaderboardRecordsRequest request, OperationCall call)
    {
        if (request.LeaderboardId.Length == 0) return LeaderboardFaults.InvalidId;
        if (request.Limit is < 1 or > Limits.PageMax) return LeaderboardFaults.InvalidPageLimit;
        // Without a limit, whoever asks for owners gets just these.
        var limit = request.Limit ?? (request.OwnerIds.Count == 0 || request.Cursor.Length > 0 ? 1 : 0);
        var owners = new Guid[request.OwnerIds.Count];
        for (var i = 0; i < owners.Length; i++)
        {
            if (!Guid.TryParse(request.OwnerIds[i], out owners[i])) return LeaderboardFaults.InvalidOwnerIds;
        }

        return await RecordMessages.OrFault(call.Get<ILogger<LeaderboardsFeature>>(), LeaderboardFaults.ListFailed, () => Page(request, limit, owners, call));
    }

    static async ValueTask<Answer<Wire.LeaderboardRecordList>> Page(
        Wire.ListLeaderboardRecordsRequest request, int limit, Guid[] owners, OperationCall call)
    {
        if (await call.Get<LeaderboardDirectory>().Find(request.LeaderboardId, call.Aborted) is not { } board) return LeaderboardFaults.NotFound;

        var cursors = call.Get<RecordCursors>();
        RecordCursor? cursor = null;
        if (request.Cursor.Length > 0 && (cursor = cursors.Read(request.Cursor)) is null) return LeaderboardFaults.InvalidCursor;
        var answer = await call.Get<LeaderboardLists>().Page(board, request.Expiry, limit, cursor, owners, call.Aborted);
        return answer.IsGranted(out var page, out var fault) ? RecordMessages.Of(page, cursors) : fault;
    }
}
