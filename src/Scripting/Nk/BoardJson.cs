using System.Text.Json;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Scripting.Nk;

/// <summary>Boards in the words of modules: the sort order is the text "0" or "1", as it always was; a reset that there is none of is absent.</summary>
internal static class BoardJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Leaderboard> boards, DateTimeOffset now)
    {
        json.WriteStartArray();
        foreach (var board in boards) Write(json, board, now);
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, Leaderboard board, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, board.Id);
        json.WriteBoolean("authoritative"u8, board.Authoritative);
        json.WriteString("operator"u8, NameOf(board.Operator));
        json.WriteString("sort_order"u8, board.SortOrder == SortOrder.Ascending ? "0"u8 : "1"u8);
        json.WritePropertyName("metadata"u8);
        json.WriteRawValue(board.Metadata);
        json.WriteNumber("create_time"u8, board.CreateTime.ToUnixTimeSeconds());
        if (board.ExpiryAt(now) is var next and not 0) json.WriteNumber("next_reset"u8, next);
        if (board.PreviousResetAt(now) is var previous and not 0) json.WriteNumber("prev_reset"u8, previous);
        json.WriteEndObject();
    }

    public static string NameOf(ScoreOperator rule) => rule switch
    {
        ScoreOperator.Best => "best",
        ScoreOperator.Set => "set",
        ScoreOperator.Increment => "increment",
        _ => "decrement",
    };
}
