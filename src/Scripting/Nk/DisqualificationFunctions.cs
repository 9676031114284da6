using System.Text.Json;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Disqualifying;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Taking scores back and giving them back, for modules; of ours.</summary>
internal static class DisqualificationFunctions
{
    private const string Take = "disqualify";
    private const string GiveBack = "disqualify_undo";
    private const string List = "disqualifications_list";
    private const string Get = "disqualification_get";

    public static LuaLibrary AddDisqualifications(this LuaLibrary library, NkServer server) => library
        .Add(Take, (ref LuaCall call) => Disqualify(ref call, server))
        .Add(GiveBack, (ref LuaCall call) => Undo(ref call, server))
        .Add(List, (ref LuaCall call) => ListAll(ref call, server))
        .Add(Get, (ref LuaCall call) => Look(ref call, server));

    private static LuaResult Disqualify(ref LuaCall call, NkServer server)
    {
        var given = call.IsNil(1) && !call.Table(1) ? null : call.OptionalObject(1, "error encoding criteria");
        var isDryRun = call.OptionalBoolean(2, false);
        if (call.Failed) return call.Fail();
        using var read = JsonDocument.Parse(given ?? "{}");
        var fields = read.RootElement;
        var author = call.TextOf(1, fields, "author");
        var reason = call.TextOf(1, fields, "reason") ?? "";
        var criteria = new DisqualificationCriteria
        {
            LeaderboardId = call.TextOf(1, fields, "leaderboard_id"),
            Expiry = call.WholeOrNull(fields, "expiry"),
            OwnerId = call.UuidOf(1, fields, "owner_id", isMandatory: false),
            Submission = call.WholeOrNull(fields, "submission"),
            Build = call.TextOf(1, fields, "build"),
            Since = call.SecondOrNull(fields, "since"),
            Until = call.SecondOrNull(fields, "before"),
        };
        if (call.Failed) return call.Fail();

        return call.ReturnJson(call.Perform(Take, "error disqualifying: ", async (caller, cancel) =>
        {
            var order = new DisqualificationOrder(author ?? caller.Actor, reason, criteria);
            var disqualifications = server.Get<Disqualifications>();
            var answer = isDryRun ? await disqualifications.Preview(order, cancel) : await disqualifications.Disqualify(order, caller, cancel);
            return answer.IsGranted(out var outcome, out var fault)
                ? NkJson.Write(json => DisqualificationJson.Write(json, outcome, isDryRun))
                : BoardArguments.InScripts(fault);
        }));
    }

    private static LuaResult Undo(ref LuaCall call, NkServer server)
    {
        var id = call.Uuid(1, "expects a valid disqualification ID");
        var reason = call.Text(2);
        var author = call.OptionalText(3, "")!;
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(GiveBack, "error undoing disqualification: ", async (caller, cancel) =>
        {
            var answer = await server.Get<Disqualifications>().Undo(
                id.ToString(), author.Length > 0 ? author : caller.Actor, reason ?? "", caller, cancel);
            return answer.IsGranted(out var undone, out var fault)
                ? NkJson.Write(json => DisqualificationJson.Write(json, undone))
                : BoardArguments.InScripts(fault);
        }));
    }

    private static LuaResult ListAll(ref LuaCall call, NkServer server)
    {
        var limit = call.OptionalInteger(1, DisqualificationLimits.PageMax);
        var cursor = call.OptionalText(2, "")!;
        if (limit is < 1 or > DisqualificationLimits.PageMax) call.Wrong(1, $"expects limit to be 1-{DisqualificationLimits.PageMax}");
        if (call.Failed) return call.Fail();
        var page = call.Perform(List, "error listing disqualifications: ", async (_, cancel) =>
        {
            var answer = await server.Get<DisqualificationLists>().Page((int)limit, cursor, cancel);
            return answer.IsGranted(out var found, out var fault)
                ? NkJson.Write(json => DisqualificationJson.WriteBoth(json, found))
                : BoardArguments.InScripts(fault);
        });
        return call.ReturnItems(page, 2);
    }

    private static LuaResult Look(ref LuaCall call, NkServer server)
    {
        var id = call.Uuid(1, "expects a valid disqualification ID");
        var limit = call.OptionalInteger(2, DisqualificationLimits.PageMax);
        var cursor = call.OptionalText(3, "")!;
        if (limit is < 1 or > DisqualificationLimits.PageMax) call.Wrong(2, $"expects limit to be 1-{DisqualificationLimits.PageMax}");
        if (call.Failed) return call.Fail();
        var found = call.Perform(Get, "error getting disqualification: ", async (_, cancel) =>
        {
            var answer = await server.Get<DisqualificationLists>().Find(id, (int)limit, cursor, cancel);
            return answer.IsGranted(out var details, out var fault)
                ? NkJson.Write(json => DisqualificationJson.WriteBoth(json, details))
                : BoardArguments.InScripts(fault);
        });
        return call.ReturnItems(found, 2);
    }

    private static long? WholeOrNull(ref this LuaCall call, JsonElement fields, string name)
    {
        if (!fields.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole)) return whole;
        call.Wrong(1, $"expects {name} to be a whole number");
        return null;
    }

    private static DateTimeOffset? SecondOrNull(ref this LuaCall call, JsonElement fields, string name)
    {
        if (call.WholeOrNull(fields, name) is not { } second) return null;
        if (second is >= 0 and <= SecondMax) return DateTimeOffset.FromUnixTimeSeconds(second);
        call.Wrong(1, $"expects {name} to be a time in Unix seconds");
        return null;
    }

    /// <summary>The end of the year 9999.</summary>
    private const long SecondMax = 253_402_300_799;
}
