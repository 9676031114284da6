using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Arguments that functions of boards and tournaments share.</summary>
internal static class BoardArguments
{
    /// <summary>The text <c>asc</c>, <c>ascending</c>, <c>desc</c> or <c>descending</c>; descending when absent.</summary>
    public static SortOrder SortOrder(ref this LuaCall call, int position)
    {
        switch (call.OptionalText(position, "desc"))
        {
            case "asc" or "ascending":
                return Domain.Leaderboards.SortOrder.Ascending;
            case "desc" or "descending":
                return Domain.Leaderboards.SortOrder.Descending;
            default:
                call.Wrong(position, "expects sort order to be 'asc' or 'desc'");
                return default;
        }
    }

    /// <summary>A board's operator; <c>best</c> when absent.</summary>
    public static ScoreOperator BoardOperator(ref this LuaCall call, int position)
    {
        if (OperatorNamed(call.OptionalText(position, "best")!) is { } rule) return rule;
        call.Wrong(position, "expects operator to be 'best', 'set', 'decr' or 'incr'");
        return default;
    }

    /// <summary>When a board starts over; null for never.</summary>
    public static string? Schedule(ref this LuaCall call, int position)
    {
        var schedule = call.OptionalText(position, "")!;
        if (schedule.Length == 0) return null;
        if (schedule.Length > Limits.ResetScheduleLengthMax || !CronSchedule.TryParse(schedule, out _, out _))
            call.Wrong(position, "expects reset schedule to be a valid CRON expression");
        return schedule;
    }

    /// <summary>A mandatory owner: a UUID in its lower-case spelling.</summary>
    public static string OwnerId(ref this LuaCall call, int position)
    {
        var text = call.NonEmptyText(position, "expects a owner ID string");
        if (Uuids.TryRead(text, out var owner)) return owner.ToString();
        call.Wrong(position, "expects owner ID to be a valid identifier");
        return "";
    }

    /// <summary>The operator of one submission; null leaves it to the board.</summary>
    public static ScoreOperator? OverrideOperator(ref this LuaCall call, int position)
    {
        var name = call.OptionalText(position, "")!;
        if (name.Length == 0 || name.Equals("no_override", StringComparison.OrdinalIgnoreCase)) return null;
        if (OperatorNamed(name) is { } rule) return rule;
        call.Wrong(position, "expects operator to be 'best', 'set', 'decr' or 'incr'");
        return null;
    }

    /// <summary>A list of ids of boards; empty when it is absent.</summary>
    public static string[] BoardIds(ref this LuaCall call, int position, int max, string expectation)
    {
        if (call.IsNil(position) || !call.Table(position)) return [];
        var length = call.Stack.Length(position);
        if (length > max)
        {
            call.Wrong(position, $"expects at most {max} IDs");
            return [];
        }

        var ids = new string[length];
        for (var at = 0; at < ids.Length; at++)
        {
            var kind = call.Stack.PushItem(position, at + 1);
            ids[at] = call.Stack.Text(-1) ?? "";
            call.Stack.Pop();
            if (kind == LuaKind.Text && ids[at].Length > 0) continue;
            call.Wrong(position, expectation);
            return [];
        }

        return ids;
    }

    /// <summary>Scripts read a refusal as the end of a sentence.</summary>
    public static Fault InScripts(Fault fault) => fault with { Message = char.ToLowerInvariant(fault.Message[0]) + fault.Message[1..].TrimEnd('.') };

    /// <summary>An operator by its name; null for none.</summary>
    public static ScoreOperator? OperatorNamed(string name) => name.ToLowerInvariant() switch
    {
        "best" => ScoreOperator.Best,
        "set" => ScoreOperator.Set,
        "incr" or "increment" => ScoreOperator.Increment,
        "decr" or "decrement" => ScoreOperator.Decrement,
        _ => null,
    };
}
