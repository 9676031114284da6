using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Leaderboards;

/// <summary>The part of a board around one owner (parity section 5.3).</summary>
public static class ListLeaderboardRecordsAroundOwner
{
    public static readonly Operation Operation = Operation
        .Named("ListLeaderboardRecordsAroundOwner", "List the records of a leaderboard around an owner's.")
        .Get("/v2/leaderboard/{leaderboard_id}/owner/{owner_id}")
        .ForPlayers<Wire.ListLeaderboardRecordsAroundOwnerRequest, Wire.LeaderboardRecordList>(Handle);

    static async ValueTask<Answer<Wire.LeaderboardRecordList>> Handle(Wire.ListLeaderboardRecordsAroundOwnerRequest request, OperationCall call)
    {
        if (request.LeaderboardId.Length == 0) return LeaderboardFaults.InvalidId;
        var limit = request.Limit ?? 1;
        if (limit is < 1 or > Limits.AroundOwnerMax) return LeaderboardFaults.InvalidAroundOwnerLimit;
        if (request.OwnerId.Length == 0) return LeaderboardFaults.OwnerMissing;
        if (!Guid.TryParse(request.OwnerId, out var owner)) return LeaderboardFaults.InvalidOwner;

        return await RecordMessages.OrFault(
            call.Get<ILogger<LeaderboardsFeature>>(), LeaderboardFaults.AroundOwnerFailed, () => Around(request, (int)limit, owner, call));
    }

    static async ValueTask<Answer<Wire.LeaderboardRecordList>> Around(
        Wire.ListLeaderboardRecordsAroundOwnerRequest request, int limit, Guid owner, OperationCall call)
    {
        if (await call.Get<LeaderboardDirectory>().Find(request.LeaderboardId, call.Aborted) is not { } board) return LeaderboardFaults.NotFound;

        var lists = call.Get<LeaderboardLists>();
        var cursors = call.Get<RecordCursors>();
        if (request.Cursor.Length == 0) return RecordMessages.Of(await lists.AroundOwner(board, request.Expiry, owner, limit, call.Aborted), cursors);

        // A cursor makes it an ordinary page; a bad one is refused in this operation's own words.
        if (cursors.Read(request.Cursor) is not { } cursor) return LeaderboardFaults.AroundOwnerCursor;
        var answer = await lists.Page(board, request.Expiry, limit, cursor, [], call.Aborted);
        return answer.IsGranted(out var page, out _) ? RecordMessages.Of(page, cursors) : LeaderboardFaults.AroundOwnerCursor;
    }
}
