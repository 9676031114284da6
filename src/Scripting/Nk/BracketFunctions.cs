using System.Text.Json.Nodes;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Brackets;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Nk;

/// <summary>Brackets for modules; of ours. What they answer is described in docs/reference/brackets.md.</summary>
internal static class BracketFunctions
{
    private const string MatchCause = "match ";

    public static LuaLibrary AddBrackets(this LuaLibrary library, NkServer server) => library
        .Add("register_bracket_ready", static (ref LuaCall call) => Register(ref call, BracketCallback.Ready))
        .Add("register_bracket_end", static (ref LuaCall call) => Register(ref call, BracketCallback.End))
        .Add("bracket_create", (ref LuaCall call) => Create(ref call, server))
        .Add("bracket_join", (ref LuaCall call) => Join(ref call, server))
        .Add("bracket_start", (ref LuaCall call) => Start(ref call, server))
        .Add("bracket_report", (ref LuaCall call) => Report(ref call, server))
        .Add("bracket_correct", (ref LuaCall call) => Correct(ref call, server))
        .Add("bracket_withdraw", (ref LuaCall call) => Withdraw(ref call, server))
        .Add("bracket_cancel", (ref LuaCall call) => Cancel(ref call, server))
        .Add("bracket_get", (ref LuaCall call) => Get(ref call, server))
        .Add("brackets_list", (ref LuaCall call) => List(ref call, server));

    private static LuaResult Register(ref LuaCall call, BracketCallback callback)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterBracketFunction(callback, call.Function(1));
        return call.Return();
    }

    private static LuaResult Create(ref LuaCall call, NkServer server)
    {
        var rules = Rules(ref call);
        var userIds = UserIds(ref call, 2);
        if (call.Failed) return call.Fail();
        var id = ScriptScene.Of(ref call).NewUuid().ToString();
        return Execute(ref call, server, "bracket_create", new CreateBracket(id, rules!) { UserIds = userIds });
    }

    private static LuaResult Join(ref LuaCall call, NkServer server)
    {
        var id = BracketId(ref call);
        var userIds = call.Kind(2) == LuaKind.Text ? [call.Uuid(2, "expects user ID to be a valid identifier").ToString()] : UserIds(ref call, 2);
        return call.Failed ? call.Fail() : Execute(ref call, server, "bracket_join", new EnterBracket(id, userIds, ByThemselves: false));
    }

    private static LuaResult Start(ref LuaCall call, NkServer server)
    {
        var id = BracketId(ref call);
        var word = call.OptionalText(2, "entry")!;
        var seeding = BracketWords.Read<Seeding>(word);
        if (seeding is null) call.Wrong(2, "expects seeding to be entry, given, board or random");
        if (call.Failed) return call.Fail();
        if (seeding != Seeding.Board)
        {
            var order = seeding == Seeding.Given ? UserIds(ref call, 3) : [];
            return call.Failed ? call.Fail() : Execute(ref call, server, "bracket_start", new StartBracket(id, seeding!.Value) { Order = order });
        }

        var board = call.NonEmptyText(3, "expects a leaderboard ID string");
        var expiry = call.OptionalInteger(4, -1);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform("bracket_start", Failure("bracket_start"), async (caller, cancel) =>
        {
            var started = await server.Get<BoardSeeds>().Start(id, board, expiry < 0 ? null : expiry, caller, server.Get<IJournal>(), cancel);
            return started.IsGranted(out var bracket, out var fault) ? BracketJson.Bytes(BracketJson.Of(bracket)) : BoardArguments.InScripts(fault);
        }));
    }

    private static LuaResult Report(ref LuaCall call, NkServer server)
    {
        var id = BracketId(ref call);
        var pairing = Pairing(ref call);
        var result = Result(ref call, isMandatory: true);
        var matchId = call.OptionalText(4, "")!;
        if (call.Failed) return call.Fail();
        return ExecuteOnPairing(ref call, server, "bracket_report", pairing, caller => new ReportResult(id, pairing, result!)
        {
            // A match that reports names itself.
            MatchId = matchId.Length > 0 ? matchId : caller.Cause?.StartsWith(MatchCause, StringComparison.Ordinal) == true ? caller.Cause[MatchCause.Length..] : null,
        });
    }

    private static LuaResult Correct(ref LuaCall call, NkServer server)
    {
        var id = BracketId(ref call);
        var pairing = Pairing(ref call);
        var result = Result(ref call, isMandatory: false);
        var reason = call.OptionalText(4, "")!;
        return call.Failed ? call.Fail() : ExecuteOnPairing(ref call, server, "bracket_correct", pairing, _ => new CorrectResult(id, pairing, result, reason));
    }

    private static LuaResult Withdraw(ref LuaCall call, NkServer server)
    {
        var id = BracketId(ref call);
        var userId = call.Uuid(2, "expects user ID to be a valid identifier").ToString();
        var reason = call.OptionalText(3, "")!;
        return call.Failed ? call.Fail() : Execute(ref call, server, "bracket_withdraw", new WithdrawEntrant(id, userId, ByThemselves: false, reason));
    }

    private static LuaResult Cancel(ref LuaCall call, NkServer server)
    {
        var id = BracketId(ref call);
        var reason = call.OptionalText(2, "")!;
        return call.Failed ? call.Fail() : Execute(ref call, server, "bracket_cancel", new CancelBracket(id, reason));
    }

    private static LuaResult Get(ref LuaCall call, NkServer server)
    {
        var id = BracketId(ref call);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform("bracket_get", Failure("bracket_get"), async (_, cancel) =>
        {
            // Through the Journal, so that a function sees what it has done itself in the same transaction.
            var bracket = await server.Get<IJournal>().Load(Bracket.Kind.Of(id), cancel);
            return bracket.Exists ? BracketJson.Bytes(BracketJson.Sheet(bracket)) : BoardArguments.InScripts(BracketFaults.NotFound);
        }));
    }

    private static LuaResult List(ref LuaCall call, NkServer server)
    {
        var filter = Filter(ref call);
        var limit = call.OptionalInteger(2, Limits.PageMax);
        var cursor = call.OptionalText(3, "")!;
        if (limit is < 1 or > Limits.PageMax) call.Wrong(2, $"expects limit to be 1-{Limits.PageMax}");
        if (call.Failed) return call.Fail();
        return call.ReturnItems(
            call.Perform("brackets_list", Failure("brackets_list"), async (_, cancel) =>
            {
                var answer = await server.Get<BracketLists>().Page(filter, (int)limit, cursor, cancel);
                if (!answer.IsGranted(out var page, out var fault)) return BoardArguments.InScripts(fault);
                var list = new JsonArray([.. page.Brackets.Select(BracketJson.Of)]);
                return BracketJson.Bytes(page.Cursor.Length > 0 ? new JsonArray(list, page.Cursor) : new JsonArray(list));
            }), 2);
    }

    private static LuaResult Execute(ref LuaCall call, NkServer server, string function, Command<Bracket> command) => call.ReturnJson(
        call.Perform(function, Failure(function), async (caller, cancel) =>
        {
            var answer = await server.Get<IJournal>().Execute(command, caller, cancel);
            return answer.IsGranted(out var bracket, out var fault) ? BracketJson.Bytes(BracketJson.Of(bracket)) : BoardArguments.InScripts(fault);
        }));

    private static LuaResult ExecuteOnPairing(ref LuaCall call, NkServer server, string function, int pairing, Func<Caller, Command<Bracket>> command) =>
        call.ReturnJson(call.Perform(function, Failure(function), async (caller, cancel) =>
        {
            var answer = await server.Get<IJournal>().Execute(command(caller), caller, cancel);
            return answer.IsGranted(out var bracket, out var fault)
                ? BracketJson.Bytes(BracketJson.Of(bracket, bracket.Find(pairing)!))
                : BoardArguments.InScripts(fault);
        }));

    private static string BracketId(ref LuaCall call) => call.Uuid(1, "expects bracket ID to be a valid identifier").ToString();

    private static int Pairing(ref LuaCall call)
    {
        var pairing = call.OptionalInteger(2, 0);
        if (pairing is < 1 or > int.MaxValue) call.Wrong(2, "expects the number of a pairing");
        return (int)Math.Clamp(pairing, 0, int.MaxValue);
    }

    private static string[] UserIds(ref LuaCall call, int position)
    {
        if (call.IsNil(position)) return [];
        if (!call.Failed && call.Table(position) && call.Stack.Length(position) > Limits.EliminationEntrantsMax)
            call.Wrong(position, $"expects at most {Limits.EliminationEntrantsMax} user IDs");
        var ids = call.Failed ? null : call.OptionalUuids(position, "expects each user ID to be a valid identifier");
        return [.. (ids ?? []).Select(id => id.ToString())];
    }

    private static BracketSettings? Rules(ref LuaCall call)
    {
        if (call.IsNil(1) || call.OptionalObject(1, "error reading rules") is not { } table)
        {
            if (!call.Failed) call.Wrong(1, "expects a table of rules");
            return null;
        }

        var rules = BracketJson.ReadRules(table);
        if (rules is null) call.Wrong(1, "expects a table of rules with a format, and each rule of its kind");
        return rules;
    }

    private static GivenResult? Result(ref LuaCall call, bool isMandatory)
    {
        if (call.IsNil(3))
        {
            if (isMandatory) call.Wrong(3, "expects a table with first_score, second_score or winner_id");
            return null;
        }

        if (call.OptionalObject(3, "error reading the result") is not { } table) return null;
        var result = BracketJson.ReadResult(table);
        if (result is null) call.Wrong(3, "expects a table with first_score, second_score or winner_id");
        return result;
    }

    private static BracketFilter Filter(ref LuaCall call)
    {
        if (call.IsNil(1) || call.OptionalObject(1, "error reading the filter") is not { } table) return new();
        var filter = JsonNode.Parse(table)!.AsObject();
        BracketPhase? phase = filter["phase"] is null ? BracketPhase.None
            : filter["phase"] is JsonValue word && word.TryGetValue<string>(out var text) ? BracketWords.Read<BracketPhase>(text) : null;
        if (phase is null) call.Wrong(1, "expects phase to be open, running, finished or cancelled");
        int? category = filter["category"] is JsonValue number && number.TryGetValue<int>(out var whole) ? whole : null;
        if (filter["category"] is not null && category is null) call.Wrong(1, "expects category to be a whole number");
        Guid? userId = filter["user_id"] is JsonValue id && id.TryGetValue<string>(out var spelled) && Uuids.TryRead(spelled, out var user) ? user : null;
        if (filter["user_id"] is not null && userId is null) call.Wrong(1, "expects user_id to be a valid identifier");
        return new(phase ?? BracketPhase.None, category, userId);
    }

    private static string Failure(string function) => $"{function} failed: ";
}
