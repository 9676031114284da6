using System.Text.Json;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Tournaments;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// Tournaments in the words of modules: times in Unix seconds, the sort order as the text "0" or "1", as it always was; a reset or an end that there is none of
/// is absent.
/// </summary>
internal static class TournamentJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TournamentView> tournaments)
    {
        json.WriteStartArray();
        foreach (var tournament in tournaments) Write(json, tournament);
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, TournamentView view)
    {
        var board = view.Board;
        json.WriteStartObject();
        json.WriteString("id"u8, board.Id);
        json.WriteString("title"u8, board.Title);
        json.WriteString("description"u8, board.Description);
        json.WriteNumber("category"u8, board.Category);
        json.WriteBoolean("authoritative"u8, board.Authoritative);
        json.WriteString("sort_order"u8, board.SortOrder == SortOrder.Ascending ? "0"u8 : "1"u8);
        json.WriteString("operator"u8, BoardJson.NameOf(board.Operator));
        json.WriteBoolean("join_required"u8, board.JoinRequired);
        json.WriteNumber("size"u8, view.Size);
        json.WriteNumber("max_size"u8, board.MaxSize);
        json.WriteNumber("max_num_score"u8, board.MaxNumScore);
        json.WriteNumber("duration"u8, board.Duration);
        json.WriteNumber("start_active"u8, view.Period.StartActive);
        json.WriteNumber("end_active"u8, view.Period.EndActive);
        json.WriteBoolean("can_enter"u8, view.CanEnter);
        if (view.Period.Expiry != 0) json.WriteNumber("next_reset"u8, view.Period.Expiry);
        if (view.PreviousReset != 0) json.WriteNumber("prev_reset"u8, view.PreviousReset);
        json.WritePropertyName("metadata"u8);
        json.WriteRawValue(board.Metadata);
        json.WriteNumber("create_time"u8, board.CreateTime.ToUnixTimeSeconds());
        json.WriteNumber("start_time"u8, board.StartTime);
        if (board.EndTime != 0) json.WriteNumber("end_time"u8, board.EndTime);
        json.WriteEndObject();
    }
}
