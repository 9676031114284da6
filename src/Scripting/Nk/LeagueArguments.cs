using System.Text.Json;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Arguments of the functions of leagues.</summary>
internal static class LeagueArguments
{
    private const int DivisionsMax = Domain.Leagues.Limits.DivisionsMax;

    /// <summary>A league's rules, a table such as <c>{ divisions = { { name = 'Gold', group_size = 30, relegated = 5 } }, schedule = '@weekly' }</c>.</summary>
    public static LeagueRules Rules(ref this LuaCall call, int position)
    {
        if (call.IsNil(position) || call.OptionalObject(position, "error encoding rules") is not { } text)
        {
            if (!call.Failed) call.Wrong(position, "expects a table of rules");
            return LeagueRules.None;
        }

        using var read = JsonDocument.Parse(text);
        var rules = read.RootElement;
        return new(
            call.Divisions(position, rules),
            call.TextOf(position, rules, "schedule") is { Length: > 0 } schedule ? schedule : null,
            call.OrderOf(position, rules),
            call.OperatorOf(position, rules),
            call.OptionalWhole(position, rules, "entry_division"),
            call.OptionalWhole(position, rules, "activity_min"),
            call.InactiveOf(position, rules),
            call.FlagOf(position, rules, "authoritative"),
            rules.TryGetProperty("end_time", out _) && call.WholeOf(position, rules, "end_time") is var end and > 0 ? DateTimeOffset.FromUnixTimeSeconds(end) : null);
    }

    private static List<LeagueDivision> Divisions(ref this LuaCall call, int position, JsonElement rules)
    {
        if (!rules.TryGetProperty("divisions", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > DivisionsMax)
        {
            call.Wrong(position, $"expects divisions to be a list of 1-{DivisionsMax} tables");
            return [];
        }

        var divisions = new List<LeagueDivision>();
        foreach (var division in list.EnumerateArray())
        {
            if (division.ValueKind != JsonValueKind.Object)
            {
                call.Wrong(position, $"expects divisions to be a list of 1-{DivisionsMax} tables");
                return divisions;
            }

            divisions.Add(new(
                call.NonEmptyTextOf(position, division, "name"), call.WholeOf(position, division, "group_size"),
                call.OptionalWhole(position, division, "promoted"), call.OptionalWhole(position, division, "relegated")));
        }

        return divisions;
    }

    private static int OptionalWhole(ref this LuaCall call, int position, JsonElement entry, string name) =>
        entry.TryGetProperty(name, out _) ? call.WholeOf(position, entry, name) : 0;

    private static SortOrder OrderOf(ref this LuaCall call, int position, JsonElement rules)
    {
        switch (call.TextOf(position, rules, "sort_order") ?? "desc")
        {
            case "asc" or "ascending":
                return SortOrder.Ascending;
            case "desc" or "descending":
                return SortOrder.Descending;
            default:
                call.Wrong(position, "expects sort order to be 'asc' or 'desc'");
                return default;
        }
    }

    private static ScoreOperator OperatorOf(ref this LuaCall call, int position, JsonElement rules)
    {
        if (BoardArguments.OperatorNamed(call.TextOf(position, rules, "operator") ?? "best") is { } rule) return rule;
        call.Wrong(position, "expects operator to be 'best', 'set', 'decr' or 'incr'");
        return default;
    }

    private static InactiveRule InactiveOf(ref this LuaCall call, int position, JsonElement rules)
    {
        switch (call.TextOf(position, rules, "inactive") ?? "stay")
        {
            case "stay":
                return InactiveRule.Stay;
            case "relegate":
                return InactiveRule.Relegate;
            case "leave":
                return InactiveRule.Leave;
            default:
                call.Wrong(position, "expects inactive to be 'stay', 'relegate' or 'leave'");
                return default;
        }
    }
}
