using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Boards themselves for modules: setting up, listing, looking up (parity section 6.11).</summary>
internal static class BoardFunctions
{
    private const string Create = "leaderboard_create";
    private const string Delete = "leaderboard_delete";
    private const string DisableRanks = "leaderboard_ranks_disable";
    private const string List = "leaderboard_list";
    private const string ById = "leaderboards_get_id";
    private const int ListDefault = 10;
    private const int ListMax = 100;
    private const int IdsMax = 1000;

    public static LuaLibrary AddBoards(this LuaLibrary library, NkServer server) => library
        .Add(Create, (ref LuaCall call) => CreateBoard(ref call, server))
        .Add(Delete, (ref LuaCall call) => Change(
            ref call, server, Delete, "error deleting leaderboard: ", static (setup, id, caller, cancel) => setup.Delete(id, caller, cancel)))
        .Add(DisableRanks, (ref LuaCall call) => Change(
            ref call, server, DisableRanks, "error disabling leaderboard ranks: ", static (setup, id, caller, cancel) => setup.DisableRanks(id, caller, cancel)))
        .Add(List, (ref LuaCall call) => ListBoards(ref call, server))
        .Add(ById, (ref LuaCall call) => GetById(ref call, server));

    private static LuaResult CreateBoard(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, "expects a leaderboard ID string");
        var authoritative = call.OptionalBoolean(2, false);
        var order = call.SortOrder(3);
        var rule = call.BoardOperator(4);
        var schedule = call.Schedule(5);
        var metadata = call.OptionalObject(6, "error encoding metadata");
        var ranked = call.OptionalBoolean(7, false);
        if (call.Failed) return call.Fail();
        // A match loads modules afresh; their boards were made when the server started.
        if (ScriptScene.Of(ref call) is MatchScene { IsLoading: true }) return call.Return();

        var command = new CreateLeaderboard(id)
        {
            Authoritative = authoritative,
            SortOrder = order,
            Operator = rule,
            ResetSchedule = schedule,
            Metadata = metadata ?? "{}",
            EnableRanks = ranked,
        };
        call.Perform(Create, "error creating leaderboard: ", async (caller, cancel) =>
        {
            var answer = await server.Get<LeaderboardSetup>().Create(command, caller, cancel);
            return answer.Fault is { } fault ? BoardArguments.InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    private static LuaResult Change(
        ref LuaCall call, NkServer server, string function, string failure,
        Func<LeaderboardSetup, string, Caller, CancellationToken, ValueTask<Answer<Done>>> change)
    {
        var id = call.NonEmptyText(1, "expects a leaderboard ID string");
        if (call.Failed) return call.Fail();
        call.Perform(function, failure, async (caller, cancel) =>
        {
            var answer = await change(server.Get<LeaderboardSetup>(), id, caller, cancel);
            return answer.Fault is { } fault ? BoardArguments.InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    private static LuaResult ListBoards(ref LuaCall call, NkServer server)
    {
        var limit = call.OptionalInteger(1, ListDefault);
        var cursor = call.OptionalText(2, "")!;
        if (limit is < 1 or > ListMax) call.Wrong(1, $"limit must be 1-{ListMax}");
        if (call.Failed) return call.Fail();
        var page = call.Perform(List, "error listing leaderboards: ", async (_, cancel) =>
        {
            var answer = await server.Get<LeaderboardBoards>().Page((int)limit, cursor, cancel);
            if (!answer.IsGranted(out var found, out var fault)) return fault with { Message = "expects cursor to be valid when provided" };
            var now = server.Get<TimeProvider>().GetUtcNow();
            return NkJson.Write(json =>
            {
                json.WriteStartArray();
                BoardJson.Write(json, found.Boards, now);
                if (found.Cursor.Length > 0) json.WriteStringValue(found.Cursor);
                else json.WriteNullValue();
                json.WriteEndArray();
            });
        });
        return call.ReturnItems(page, 2);
    }

    private static LuaResult GetById(ref LuaCall call, NkServer server)
    {
        var ids = call.BoardIds(1, IdsMax, "expects each leaderboard ID to be string");
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(ById, "failed to get leaderboards: ", async (_, cancel) =>
        {
            var found = await server.Get<LeaderboardBoards>().Of(ids, cancel);
            var now = server.Get<TimeProvider>().GetUtcNow();
            return NkJson.Write(json => BoardJson.Write(json, found, now));
        }));
    }
}
