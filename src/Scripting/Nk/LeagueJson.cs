using System.Text.Json;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;

namespace KaosNet.Scripting.Nk;

/// <summary>Leagues in the words of modules; times are Unix seconds.</summary>
internal static class LeagueJson
{
    public static void Write(Utf8JsonWriter json, LeagueRow league)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, league.Id);
        json.WriteString("title"u8, league.Title);
        json.WritePropertyName("metadata"u8);
        json.WriteRawValue(league.Metadata);
        Write(json, LeagueTables.RulesOf(league.Rules));
        json.WriteBoolean("paused"u8, league.IsPaused);
        json.WriteBoolean("ended"u8, league.IsOver);
        json.WriteNumber("season"u8, league.Season);
        json.WriteNumber("start_time"u8, league.StartTime.ToUnixTimeSeconds());
        json.WriteNumber("create_time"u8, league.CreateTime.ToUnixTimeSeconds());
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, LeagueSeasonRow season)
    {
        json.WriteStartObject();
        json.WriteString("league_id"u8, season.LeagueId);
        json.WriteNumber("number"u8, season.Number);
        json.WriteString("phase"u8, season.Phase switch
        {
            SeasonPhase.Forming => "forming"u8,
            SeasonPhase.Open => "open"u8,
            SeasonPhase.Closing => "closing"u8,
            _ => "closed"u8,
        });
        Write(json, LeagueTables.RulesOf(season.Rules));
        json.WriteNumber("start_time"u8, season.StartTime.ToUnixTimeSeconds());
        if (season.EndTime is { } end) json.WriteNumber("end_time"u8, end.ToUnixTimeSeconds());
        json.WriteBoolean("ended_by_hand"u8, season.IsEndedByHand);
        json.WriteNumber("missed"u8, season.Missed);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, LeagueGroupRow group)
    {
        json.WriteStartObject();
        Write(json, new GroupKey(group.LeagueId, group.Season, group.Division, group.Number), group.BoardId, group.Expiry);
        json.WriteNumber("players"u8, group.Players);
        json.WriteBoolean("settled"u8, group.IsSettled);
        json.WriteEndObject();
    }

    /// <summary>A group that was settled just now, with its results.</summary>
    public static void Write(Utf8JsonWriter json, LeagueGroup group)
    {
        json.WriteStartObject();
        Write(json, group.Key, group.BoardId, group.Expiry);
        json.WriteStartArray("standings"u8);
        foreach (var result in group.Results) Write(json, result, null, null);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, LeagueTable table)
    {
        json.WriteStartObject();
        var group = table.Group;
        Write(json, new GroupKey(group.LeagueId, group.Season, group.Division, group.Number), group.BoardId, group.Expiry);
        json.WriteString("division_name"u8, NameOf(table.Rules, group.Division));
        json.WriteNumber("players"u8, group.Players);
        json.WriteBoolean("settled"u8, group.IsSettled);
        json.WriteStartArray("standings"u8);
        foreach (var player in table.Players) Write(json, player.Result, player.Username, player.Record?.Metadata);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, LeaguePlace place)
    {
        json.WriteStartObject();
        json.WriteString("league_id"u8, place.Member.LeagueId);
        json.WriteString("user_id"u8, place.Member.UserId);
        json.WriteNumber("division"u8, place.Member.Division);
        json.WriteString("division_name"u8, NameOf(place.Rules, place.Member.Division));
        json.WriteNumber("moves_to"u8, place.Member.MovesTo);
        json.WriteNumber("join_time"u8, place.Member.JoinTime.ToUnixTimeSeconds());
        if (place.Table is { } table)
        {
            json.WriteNumber("season"u8, table.Group.Season);
            json.WriteNumber("group"u8, table.Group.Number);
            json.WriteString("leaderboard_id"u8, table.Group.BoardId);
            json.WriteNumber("expiry"u8, table.Group.Expiry);
            if (table.Players.FirstOrDefault(player => player.Result.UserId == place.Member.UserId.ToString()) is { } own)
            {
                json.WriteNumber("rank"u8, own.Result.Rank);
                json.WriteNumber("score"u8, own.Result.Score);
                json.WriteString("outcome"u8, NameOf(own.Result.Outcome));
            }
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, LeagueResultRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("season"u8, row.Season);
        json.WriteNumber("division"u8, row.Division);
        json.WriteNumber("group"u8, row.Group);
        json.WriteNumber("rank"u8, row.Rank);
        json.WriteNumber("score"u8, row.Score);
        json.WriteNumber("subscore"u8, row.Subscore);
        json.WriteNumber("num_score"u8, row.NumScore);
        json.WriteString("outcome"u8, NameOf(row.Outcome));
        json.WriteNumber("next_division"u8, row.NextDivision);
        json.WriteEndObject();
    }

    /// <summary>A page as the two values that a script is returned: the items, and the cursor, nil on the last page.</summary>
    public static void Write<T>(Utf8JsonWriter json, LeaguePage<T> page, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        json.WriteStartArray();
        foreach (var item in page.Items) write(json, item);
        json.WriteEndArray();
        if (page.Cursor.Length > 0) json.WriteStringValue(page.Cursor);
        else json.WriteNullValue();
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, GroupKey key, string boardId, long expiry)
    {
        json.WriteString("league_id"u8, key.LeagueId);
        json.WriteNumber("season"u8, key.Season);
        json.WriteNumber("division"u8, key.Division);
        json.WriteNumber("group"u8, key.Number);
        json.WriteString("leaderboard_id"u8, boardId);
        json.WriteNumber("expiry"u8, expiry);
    }

    private static void Write(Utf8JsonWriter json, LeagueResult result, string? username, string? metadata)
    {
        json.WriteStartObject();
        json.WriteNumber("rank"u8, result.Rank);
        json.WriteString("user_id"u8, result.UserId);
        if (username is not null) json.WriteString("username"u8, username);
        json.WriteNumber("score"u8, result.Score);
        json.WriteNumber("subscore"u8, result.Subscore);
        json.WriteNumber("num_score"u8, result.NumScore);
        json.WriteString("outcome"u8, NameOf(result.Outcome));
        json.WriteNumber("next_division"u8, result.NextDivision);
        if (metadata is not null)
        {
            json.WritePropertyName("metadata"u8);
            json.WriteRawValue(metadata);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LeagueRules rules)
    {
        json.WriteStartObject("rules"u8);
        json.WriteStartArray("divisions"u8);
        foreach (var division in rules.Divisions)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, division.Name);
            json.WriteNumber("group_size"u8, division.GroupSize);
            json.WriteNumber("promoted"u8, division.Promoted);
            json.WriteNumber("relegated"u8, division.Relegated);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (rules.Schedule is not null) json.WriteString("schedule"u8, rules.Schedule);
        json.WriteString("sort_order"u8, rules.SortOrder == SortOrder.Ascending ? "asc"u8 : "desc"u8);
        json.WriteString("operator"u8, BoardJson.NameOf(rules.Operator));
        json.WriteNumber("entry_division"u8, rules.EntryDivision);
        json.WriteNumber("activity_min"u8, rules.ActivityMin);
        json.WriteString("inactive"u8, rules.Inactive switch
        {
            InactiveRule.Relegate => "relegate"u8,
            InactiveRule.Leave => "leave"u8,
            _ => "stay"u8,
        });
        json.WriteBoolean("authoritative"u8, rules.Authoritative);
        if (rules.EndTime is { } end) json.WriteNumber("end_time"u8, end.ToUnixTimeSeconds());
        json.WriteEndObject();
    }

    private static string NameOf(LeagueRules rules, int division) => rules.Divisions.Count == 0 ? "" : rules.Divisions[rules.Within(division) - 1].Name;

    private static ReadOnlySpan<byte> NameOf(LeagueOutcome outcome) => outcome switch
    {
        LeagueOutcome.Promoted => "promoted"u8,
        LeagueOutcome.Relegated => "relegated"u8,
        LeagueOutcome.Dropped => "dropped"u8,
        LeagueOutcome.Moved => "moved"u8,
        _ => "stayed"u8,
    };
}
