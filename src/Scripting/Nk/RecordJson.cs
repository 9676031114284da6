using System.Text.Json;
using KaosNet.Projections.Leaderboards;

namespace KaosNet.Scripting.Nk;

/// <summary>Records in the words of modules.</summary>
internal static class RecordJson
{
    /// <summary>Values of a page as <see cref="Write(Utf8JsonWriter, RecordPage, RecordCursors)"/> lists them.</summary>
    public const int PageItems = 5;

    /// <summary>Values of a window as <see cref="WriteAround"/> lists them.</summary>
    public const int AroundItems = 4;

    public static void Write(Utf8JsonWriter json, RankedRecord ranked)
    {
        var record = ranked.Record;
        json.WriteStartObject();
        json.WriteString("leaderboard_id"u8, record.LeaderboardId);
        json.WriteString("owner_id"u8, record.OwnerId);
        if (record.Username is not null) json.WriteString("username"u8, record.Username);
        json.WriteNumber("score"u8, record.Score);
        json.WriteNumber("subscore"u8, record.Subscore);
        json.WriteNumber("num_score"u8, record.NumScore);
        json.WriteNumber("max_num_score"u8, record.MaxNumScore);
        json.WritePropertyName("metadata"u8);
        json.WriteRawValue(record.Metadata);
        json.WriteNumber("create_time"u8, record.CreateTime.ToUnixTimeSeconds());
        json.WriteNumber("update_time"u8, record.UpdateTime.ToUnixTimeSeconds());
        if (record.Expiry != 0) json.WriteNumber("expiry_time"u8, record.Expiry);
        json.WriteNumber("rank"u8, ranked.Rank);
        json.WriteEndObject();
    }

    /// <summary>A page as the list of values that a script is returned.</summary>
    public static void Write(Utf8JsonWriter json, RecordPage page, RecordCursors cursors)
    {
        json.WriteStartArray();
        Write(json, page.Records);
        Write(json, page.OwnerRecords);
        Write(json, page.Next, cursors);
        Write(json, page.Previous, cursors);
        json.WriteNumberValue(page.RankCount);
        json.WriteEndArray();
    }

    /// <summary>A window around an owner as the list of values that a script is returned.</summary>
    public static void WriteAround(Utf8JsonWriter json, RecordPage page, RecordCursors cursors)
    {
        json.WriteStartArray();
        Write(json, page.Records);
        Write(json, page.Next, cursors);
        Write(json, page.Previous, cursors);
        json.WriteNumberValue(page.RankCount);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<RankedRecord> records)
    {
        json.WriteStartArray();
        foreach (var record in records) Write(json, record);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, RecordCursor? cursor, RecordCursors cursors)
    {
        if (cursor is { } edge) json.WriteStringValue(cursors.Spell(edge));
        else json.WriteNullValue();
    }
}
