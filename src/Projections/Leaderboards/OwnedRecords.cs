using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Leaderboards;

/// <summary>That an owner has a record in a period of a board, also one that was taken back and can come again.</summary>
/// <param name="OwnerId">Whose record.</param>
/// <param name="LeaderboardId">The board.</param>
/// <param name="Expiry">The period.</param>
/// <param name="TakesPlace">It takes a place of a tournament of limited size.</param>
/// <param name="IsWithheld">It was taken back and can come again.</param>
public sealed record OwnedRecord(Guid OwnerId, string LeaderboardId, long Expiry, bool TakesPlace, bool IsWithheld);

/// <summary>
/// All records of one owner on every board; they end with the owner's account (parity X3). A table of its own rather than an index on the records: it is
/// written when a record appears or goes, and not with every score.
/// </summary>
public sealed class OwnedRecords(Database database) : IOwnedByAccount
{
    /// <summary>Records that one commit takes off; who has more loses the rest in the commits after it.</summary>
    public const int AtOnceMax = 5000;

    public static readonly StateTable<ScoreRecord, OwnedRecord> Table = new(
        "leaderboard_records_of_owner",
        ScoreRecord.Kind,
        (_, record) => record.Exists || record.IsWithheld
            ? [new(Guid.Parse(record.OwnerId), record.LeaderboardId, record.Expiry, record.TakesPlace, record.IsWithheld)]
            : [],
        table => table
            .Uuid("owner_id", row => row.OwnerId)
            .Text("leaderboard_id", row => row.LeaderboardId)
            .Bigint("expiry", row => row.Expiry)
            .Boolean("takes_place", row => row.TakesPlace)
            .Boolean("is_withheld", row => row.IsWithheld)
            .Key("owner_id", "leaderboard_id", "expiry")
            .Index("leaderboard_records_withheld", "leaderboard_id", "is_withheld"));

    readonly string _ofOwner = 
        $"select leaderboard_id, expiry, takes_place from {database.Schema}.leaderboard_records_of_owner where owner_id = $1 limit {AtOnceMax}";

    public async ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(_ofOwner);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        await using var reader = await database.Query(command, cancel);
        var owned = new List<OwnedStream>();
        while (await reader.ReadAsync(cancel))
        {
            var (board, expiry) = (reader.GetString(0), reader.GetInt64(1));
            owned.Add(reader.GetBoolean(2) ? new OwnedEntry(board, expiry, userId) : Of(board, expiry, userId));
        }

        return owned;
    }

    /// <summary>A record that takes no place, and how it ends.</summary>
    internal static OwnedStream Of(string leaderboardId, long expiry, string ownerId) => OwnedStream.Of(
        ScoreRecord.Of(leaderboardId, expiry, ownerId), record => record.Exists || record.IsWithheld ? [new ScoreRecordDeleted()] : []);
}
