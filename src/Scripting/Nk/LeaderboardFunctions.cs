using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Nk;

/// <summary>Boards and records for modules, with the server's authority.</summary>
internal static class LeaderboardFunctions
{
    private const string Create = "leaderboard_create";
    private const string Write = "leaderboard_record_write";
    private const string Delete = "leaderboard_record_delete";
    private const string List = "leaderboard_records_list";
    private const int ListMax = 10_000;

    /// <summary>What <see cref="List"/> returns: records, owners' records, both cursors, the count.</summary>
    private const int ListResults = 5;

    public static LuaLibrary AddLeaderboards(this LuaLibrary library, NkServer server) => library
        .Add(Create, (ref LuaCall call) => CreateBoard(ref call, server))
        .Add(Write, (ref LuaCall call) => WriteRecord(ref call, server))
        .Add(Delete, (ref LuaCall call) => DeleteRecord(ref call, server))
        .Add(List, (ref LuaCall call) => ListRecords(ref call, server));

    private static LuaResult CreateBoard(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, "expects a leaderboard ID string");
        var authoritative = call.OptionalBoolean(2, false);
        var order = call.OptionalText(3, "desc");
        var rule = OperatorNamed(call.OptionalText(4, "best")!);
        var schedule = call.OptionalText(5, "");
        var metadata = call.OptionalObject(6, "error encoding metadata");
        var ranked = call.OptionalBoolean(7, false);
        if (order is not ("asc" or "ascending" or "desc" or "descending")) call.Wrong(3, "expects sort order to be 'asc' or 'desc'");
        if (rule is null) call.Wrong(4, "expects operator to be 'best', 'set', 'decr' or 'incr'");
        if (call.Failed) return call.Fail();
        // A match loads modules afresh; their boards were made when the server started.
        if (ScriptScene.Of(ref call) is MatchScene { IsLoading: true }) return call.Return();

        var command = new CreateLeaderboard(id)
        {
            Authoritative = authoritative,
            SortOrder = order![0] == 'a' ? SortOrder.Ascending : SortOrder.Descending,
            Operator = rule!.Value,
            ResetSchedule = schedule,
            Metadata = metadata ?? "{}",
            EnableRanks = ranked,
        };
        call.Perform(Create, "error creating leaderboard: ", async (caller, cancel) =>
        {
            var answer = await server.Get<IJournal>().Execute(command, caller, cancel);
            return answer.Fault is { } fault ? InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    private static LuaResult WriteRecord(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, "expects a leaderboard ID string");
        var owner = call.Uuid(2, "expects owner ID to be a valid identifier");
        var username = call.OptionalText(3, "");
        var score = call.OptionalInteger(4, 0);
        var subscore = call.OptionalInteger(5, 0);
        var metadata = call.OptionalObject(6, "error encoding metadata");
        var named = call.OptionalText(7, "")!;
        var rule = named.Length == 0 ? null : OperatorNamed(named);
        if (score < 0) call.Wrong(4, "expects score to be >= 0");
        if (subscore < 0) call.Wrong(5, "expects subscore to be >= 0");
        if (named.Length > 0 && rule is null) call.Wrong(7, "expects operator to be 'best', 'set', 'decr' or 'incr'");
        if (call.Failed) return call.Fail();

        var submission = new ScoreSubmission(id, owner.ToString("D"), score, subscore) { Username = username, Metadata = metadata, Override = rule };
        var written = call.Perform(Write, "error writing leaderboard record: ", async (caller, cancel) =>
        {
            var answer = await server.Get<LeaderboardScores>().Submit(submission, caller, cancel);
            return answer.IsGranted(out var record, out var fault) ? NkJson.Write(json => RecordJson.Write(json, record)) : InScripts(fault);
        });
        return call.ReturnJson(written);
    }

    private static LuaResult DeleteRecord(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, "expects a leaderboard ID string");
        var owner = call.Uuid(2, "expects owner ID to be a valid identifier");
        if (call.Failed) return call.Fail();
        call.Perform(Delete, "error deleting leaderboard record: ", async (caller, cancel) =>
        {
            var answer = await server.Get<LeaderboardScores>().Delete(id, owner.ToString("D"), caller, cancel);
            return answer.Fault is { } fault ? InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    private static LuaResult ListRecords(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, "expects a leaderboard ID string");
        var owners = call.OptionalUuids(2, "expects each owner ID to be a valid identifier");
        var limit = call.OptionalInteger(3, 0);
        var cursorText = call.OptionalText(4, "")!;
        var expiry = call.OptionalInteger(5, 0);
        if (limit is < 0 or > ListMax) call.Wrong(3, $"expects limit to be 0-{ListMax}");
        if (call.Failed) return call.Fail();

        var page = call.Perform(List, "error listing leaderboard records: ", async (_, cancel) =>
        {
            if (await server.Get<LeaderboardDirectory>().Find(id, cancel) is not { } board) return InScripts(LeaderboardFaults.NotFound);
            var cursors = server.Get<RecordCursors>();
            RecordCursor? cursor = null;
            if (cursorText.Length > 0 && (cursor = cursors.Read(cursorText)) is null) return InScripts(LeaderboardFaults.InvalidCursor);
            var answer = await server.Get<LeaderboardLists>().Page(board, expiry, (int)limit, cursor, owners ?? [], cancel);
            return answer.IsGranted(out var found, out var fault) ? NkJson.Write(json => RecordJson.Write(json, found, cursors)) : InScripts(fault);
        });
        if (page is null) return call.Fail();
        if (!call.Stack.TryPushJson(page, out var problem)) return call.Fail(problem!);
        var results = call.Stack.Count;
        for (var at = 1; at <= ListResults; at++) call.Stack.PushItem(results, at);
        return call.ReturnPushed(ListResults);
    }

    private static ScoreOperator? OperatorNamed(string name) => name switch
    {
        "best" => ScoreOperator.Best,
        "set" => ScoreOperator.Set,
        "incr" or "increment" => ScoreOperator.Increment,
        "decr" or "decrement" => ScoreOperator.Decrement,
        _ => null,
    };

    /// <summary>Scripts read a refusal as the end of a sentence.</summary>
    private static Fault InScripts(Fault fault) => fault with { Message = char.ToLowerInvariant(fault.Message[0]) + fault.Message[1..].TrimEnd('.') };
}
