using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.History;
using KaosNet.Projections.Leaderboards.Recalling;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leaderboards.Recalling;

/// <summary>An owner's record and rank as they were at a moment, or after an event of the record's own; of ours.</summary>
public static class GetLeaderboardRecordAt
{
    public static readonly Operation Operation = Operation
        .Named("GetLeaderboardRecordAt", "Look at an owner's record and rank as they were at a moment.")
        .Get("/v2/kaos/leaderboard/{leaderboard_id}/owner/{owner_id}/at")
        .ForServers<Kaos.GetLeaderboardRecordAtRequest, Kaos.LeaderboardRecordAt>(Handle);

    static async ValueTask<Answer<Kaos.LeaderboardRecordAt>> Handle(Kaos.GetLeaderboardRecordAtRequest request, OperationCall call)
    {
        if (request.LeaderboardId.Length == 0) return LeaderboardFaults.InvalidId;
        if (!Uuids.TryRead(request.OwnerId, out var owner)) return LeaderboardFaults.InvalidOwner;
        PastMoment? moment = null;
        if (request.At.Length > 0)
        {
            if (request.Version is not null || !PastMoment.TryRead(request.At, out var asked)) return LeaderboardFaults.InvalidMoment;
            moment = asked;
        }

        var answer = await call.Get<LeaderboardPast>().Record(request.LeaderboardId, owner, moment, request.Version, request.Expiry, call.Aborted);
        if (!answer.IsGranted(out var past, out var fault)) return fault;
        return new Kaos.LeaderboardRecordAt
        {
            Record = RecordMessages.Of(past.Record),
            RankCount = past.RankCount,
            Version = past.Version,
            Sequence = past.Sequence,
        };
    }
}
