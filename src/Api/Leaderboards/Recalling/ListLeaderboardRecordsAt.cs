using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.History;
using KaosNet.Projections.Leaderboards.Recalling;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leaderboards.Recalling;

/// <summary>A page of a board, or of a tournament, as it was at a moment; of ours.</summary>
public static class ListLeaderboardRecordsAt
{
    public static readonly Operation Operation = Operation
        .Named("ListLeaderboardRecordsAt", "List the records and ranks of a leaderboard or tournament as they were at a moment.")
        .Get("/v2/kaos/leaderboard/{leaderboard_id}/at")
        .ForServers<Kaos.ListLeaderboardRecordsAtRequest, Kaos.LeaderboardRecordListAt>(Handle);

    static async ValueTask<Answer<Kaos.LeaderboardRecordListAt>> Handle(Kaos.ListLeaderboardRecordsAtRequest request, OperationCall call)
    {
        if (request.LeaderboardId.Length == 0) return LeaderboardFaults.InvalidId;
        var limit = request.Limit ?? LeaderboardPast.PageMax;
        if (limit is < 1 or > LeaderboardPast.PageMax) return LeaderboardFaults.InvalidAroundOwnerLimit;
        PastMoment? moment = null;
        if (request.At.Length > 0)
        {
            if (!PastMoment.TryRead(request.At, out var asked)) return LeaderboardFaults.InvalidMoment;
            moment = asked;
        }

        var answer = await call.Get<LeaderboardPast>().Page(request.LeaderboardId, moment, request.Expiry, limit, request.Cursor, call.Aborted);
        if (!answer.IsGranted(out var page, out var fault)) return fault;
        return new Kaos.LeaderboardRecordListAt
        {
            Leaderboard = BoardMessages.Of(page.Board, page.At),
            At = page.At,
            Expiry = page.Expiry,
            Records = RecordMessages.Of(page.Records),
            NextCursor = page.Next,
            PrevCursor = page.Previous,
            RankCount = page.RankCount,
        };
    }
}
