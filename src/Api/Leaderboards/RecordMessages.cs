using KaosNet.Api.Errors;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Leaderboards;
using Npgsql;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Leaderboards;

/// <summary>Records in the client API's words.</summary>
static class RecordMessages
{
    public static Wire.LeaderboardRecord Of(RankedRecord ranked)
    {
        var record = ranked.Record;
        return new()
        {
            LeaderboardId = record.LeaderboardId,
            OwnerId = record.OwnerId.ToString(),
            Username = record.Username,
            Score = record.Score,
            Subscore = record.Subscore,
            NumScore = record.NumScore,
            Metadata = record.Metadata,
            CreateTime = WholeSecond(record.CreateTime),
            UpdateTime = WholeSecond(record.UpdateTime),
            ExpiryTime = record.Expiry == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(record.Expiry),
            Rank = ranked.Rank,
            MaxNumScore = (uint)record.MaxNumScore,
        };
    }

    public static Wire.LeaderboardRecordList Of(RecordPage page, RecordCursors cursors) => page.Told(cursors, Tell);

    static Wire.LeaderboardRecordList Tell(RecordPage page, RecordCursors cursors) => new()
    {
        IsShared = true,
        Records = Of(page.Records),
        OwnerRecords = Of(page.OwnerRecords),
        NextCursor = page.Next is { } next ? cursors.Spell(next) : "",
        PrevCursor = page.Previous is { } previous ? cursors.Spell(previous) : "",
        RankCount = page.RankCount,
    };

    /// <summary>Answers a query that the database would not answer as clients know it; the cause goes to the log.</summary>
    public static async ValueTask<Answer<T>> OrFault<T>(ILogger log, Fault fault, Func<ValueTask<Answer<T>>> query)
    {
        try
        {
            return await query();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            log.LogFailure(failure, "A query of leaderboard records failed");
            return fault;
        }
    }

    public static List<Wire.LeaderboardRecord> Of(IReadOnlyList<RankedRecord> records)
    {
        var list = new List<Wire.LeaderboardRecord>(records.Count);
        foreach (var record in records) list.Add(Of(record));
        return list;
    }

    public static DateTimeOffset WholeSecond(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}
