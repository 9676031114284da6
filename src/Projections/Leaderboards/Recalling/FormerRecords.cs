using KaosNet.Domain.Leaderboards;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Leaderboards.Recalling;

/// <summary>That an owner once had a record in a period of a board.</summary>
public sealed record FormerRecord(string LeaderboardId, long Expiry, Guid OwnerId);

/// <summary>
/// Owners whose record was taken off a board. With the records that are there, these are all whose history may tell of an earlier moment, so looking back
/// needs no index over events beyond the one that there is. It is written when a record goes or comes back, not with every score.
/// </summary>
public static class FormerRecords
{
    public static readonly StateTable<ScoreRecord, FormerRecord> Table = new(
        "leaderboard_records_former",
        ScoreRecord.Kind,
        (_, record) => record is { Version: > 0, Exists: false } ? [new(record.LeaderboardId, record.Expiry, Guid.Parse(record.OwnerId))] : [],
        table => table
            .Text("leaderboard_id", row => row.LeaderboardId)
            .Bigint("expiry", row => row.Expiry)
            .Uuid("owner_id", row => row.OwnerId)
            .Key("leaderboard_id", "expiry", "owner_id"));
}
