using System.Text.Json;
using System.Text.Json.Nodes;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Brackets;

namespace KaosNet.Scripting.Nk;

/// <summary>Brackets in the words of modules: the same as on the wire, but for times in Unix seconds and metadata as a table.</summary>
internal static class BracketJson
{
    /// <summary>The rules that a module's table spells; null when it spells none.</summary>
    public static BracketSettings? ReadRules(string table)
    {
        try
        {
            if (JsonNode.Parse(table) is not JsonObject rules || !rules.ContainsKey("format")) return null;
            if (rules["metadata"] is JsonObject metadata) rules["metadata"] = metadata.ToJsonString(EventJson.Options);
            return rules.Deserialize<BracketSettings>(EventJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The result that a module's table spells; null when it spells none.</summary>
    public static GivenResult? ReadResult(string table)
    {
        try
        {
            return JsonSerializer.Deserialize<Told>(table, EventJson.Options) is { } told ? new(told.FirstScore, told.SecondScore, told.WinnerId) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonObject Of(BracketRow row)
    {
        var rules = JsonSerializer.SerializeToNode(row.Settings, EventJson.Options)!.AsObject();
        rules["metadata"] = JsonNode.Parse(row.Settings.Metadata);
        return new()
        {
            ["id"] = row.Id.ToString(),
            ["phase"] = BracketWords.Of(row.Phase),
            ["rules"] = rules,
            ["entrant_count"] = row.EntrantCount,
            ["seeding"] = row.StartTime is null ? null : BracketWords.Of(row.Seeding),
            ["board"] = row.Board,
            ["board_expiry"] = row.BoardExpiry,
            ["winner_id"] = row.WinnerId?.ToString(),
            ["endings"] = row.Endings,
            ["create_time"] = row.CreateTime.ToUnixTimeSeconds(),
            ["start_time"] = row.StartTime?.ToUnixTimeSeconds(),
            ["end_time"] = row.EndTime?.ToUnixTimeSeconds(),
        };
    }

    /// <summary>A bracket without its players and pairings.</summary>
    public static JsonObject Of(Bracket bracket) => Of(BracketRow.Of(bracket));

    /// <summary>All of a bracket: entrants in the order of the standings, pairings by number.</summary>
    public static JsonObject Sheet(Bracket bracket)
    {
        var sheet = Of(bracket);
        sheet["entrants"] = new JsonArray([.. BracketPlaces.Table(bracket).Select(seed => Entrant(bracket, seed))]);
        sheet["pairings"] = new JsonArray([.. bracket.Pairings.Select(pairing => Of(bracket, pairing))]);
        return sheet;
    }

    public static JsonObject Of(Bracket bracket, BracketPairing pairing)
    {
        var drawn = bracket.Layout.Pairings[pairing.Number - 1];
        return new()
        {
            ["number"] = pairing.Number,
            ["side"] = BracketWords.Of(drawn.Side),
            ["round"] = drawn.Round,
            ["position"] = drawn.Position,
            ["state"] = pairing.IsDecided ? "decided" : pairing.IsReady ? "ready" : "pending",
            ["first_id"] = bracket.At(pairing.First)?.UserId,
            ["second_id"] = bracket.At(pairing.Second)?.UserId,
            ["first_score"] = pairing.Score?.First,
            ["second_score"] = pairing.Score?.Second,
            ["first_checked_in"] = pairing.FirstIsIn,
            ["second_checked_in"] = pairing.SecondIsIn,
            ["outcome"] = BracketWords.Of(pairing.Outcome),
            ["winner_id"] = bracket.At(pairing.Winner)?.UserId,
            ["match_id"] = pairing.MatchId,
            ["is_disputed"] = pairing.IsDisputed,
            ["ready_time"] = pairing.ReadyAt?.ToUnixTimeSeconds(),
            ["deadline"] = pairing.DeadlineAt?.ToUnixTimeSeconds(),
            ["decide_time"] = pairing.DecidedAt?.ToUnixTimeSeconds(),
            ["winner_to"] = drawn.WinnerTo?.Pairing,
            ["loser_to"] = drawn.LoserTo?.Pairing,
        };
    }

    public static Answer<byte[]> Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(WithoutNulls(node), EventJson.Options);

    private static JsonObject Entrant(Bracket bracket, int seed)
    {
        var entrant = bracket.Entrants[seed - 1];
        return new()
        {
            ["user_id"] = entrant.UserId,
            ["seed"] = bracket.Pairings.Length > 0 ? seed : 0,
            ["place"] = entrant.Place,
            ["is_out"] = BracketPlaces.IsOut(bracket, seed),
            ["has_withdrawn"] = entrant.HasWithdrawn,
            ["wins"] = entrant.Wins,
            ["draws"] = entrant.Draws,
            ["losses"] = entrant.Losses,
            ["points"] = entrant.Points,
            ["score_for"] = entrant.ScoreFor,
            ["score_against"] = entrant.ScoreAgainst,
        };
    }

    /// <summary>What is not there is nil, and so no key of a table.</summary>
    private static JsonNode WithoutNulls(JsonNode node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.OfType<JsonNode>()) WithoutNulls(item);
        }
        else if (node is JsonObject table)
        {
            foreach (var (name, value) in table.ToList())
            {
                if (value is null) table.Remove(name);
                else if (name != "metadata") WithoutNulls(value);
            }
        }

        return node;
    }

    private sealed record Told(int FirstScore = 0, int SecondScore = 0, string? WinnerId = null);
}
