using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leaderboards;

/// <summary>
/// Ranks alone, from memory and without the records; of ours. Periods that are over have them too, other than in the reference's lists (parity section 3).
/// </summary>
public static class ListLeaderboardRanks
{
    public static readonly Operation Operation = Operation
        .Named("ListLeaderboardRanks", "List the ranks of owners on a leaderboard or tournament, also in a period that is over.")
        .Get("/v2/kaos/leaderboard/{leaderboard_id}/rank")
        .ForPlayers<Kaos.ListLeaderboardRanksRequest, Kaos.LeaderboardRankList>(Handle);

    static async ValueTask<Answer<Kaos.LeaderboardRankList>> Handle(Kaos.ListLeaderboardRanksRequest request, OperationCall call)
    {
        if (request.LeaderboardId.Length == 0) return LeaderboardFaults.InvalidId;
        if (request.Expiry < 0) return LeaderboardFaults.InvalidExpiry;
        var owners = new List<Guid>(request.OwnerIds.Count);
        foreach (var text in request.OwnerIds)
        {
            if (!Guid.TryParse(text, out var owner)) return LeaderboardFaults.InvalidOwnerIds;
            if (!owners.Contains(owner)) owners.Add(owner);
            if (owners.Count > Limits.RanksMax) return LeaderboardFaults.TooManyOwners;
        }

        if (await call.Get<LeaderboardDirectory>().Find(request.LeaderboardId, call.Aborted) is not { } board) return LeaderboardFaults.NotFound;
        var answer = await call.Get<LeaderboardLists>().Ranks(board, request.Expiry, [.. owners], call.Aborted);
        if (!answer.IsGranted(out var found, out var fault)) return fault;
        var list = new Kaos.LeaderboardRankList { RankCount = found.RankCount, Expiry = found.Expiry };
        for (var i = 0; i < owners.Count; i++)
        {
            if (found.Ranks[i] > 0) list.Ranks.Add(new() { OwnerId = owners[i].ToString(), Rank = found.Ranks[i] });
        }

        return list;
    }
}
