using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Records of boards for modules, with the server's authority.</summary>
internal static class LeaderboardFunctions
{
    private const string Write = "leaderboard_record_write";
    private const string Delete = "leaderboard_record_delete";
    private const string List = "leaderboard_records_list";
    private const string Haystack = "leaderboard_records_haystack";
    private const string FromRank = "leaderboard_records_list_cursor_from_rank";
    private const int ListMax = 10_000;
    private const int HaystackDefault = 10;

    public static LuaLibrary AddLeaderboards(this LuaLibrary library, NkServer server) => library
        .Add(Write, (ref LuaCall call) => WriteRecord(ref call, server))
        .Add(Delete, (ref LuaCall call) => DeleteRecord(ref call, server))
        .Add(List, (ref LuaCall call) => ListRecords(ref call, server))
        .Add(Haystack, (ref LuaCall call) => ListAround(ref call, server))
        .Add(FromRank, (ref LuaCall call) => CursorFromRank(ref call, server));

    private static LuaResult WriteRecord(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, "expects a leaderboard ID string");
        var owner = call.Uuid(2, "expects owner ID to be a valid identifier");
        var username = call.OptionalText(3, "");
        var score = call.OptionalInteger(4, 0);
        var subscore = call.OptionalInteger(5, 0);
        var metadata = call.OptionalObject(6, "error encoding metadata");
        var rule = call.OverrideOperator(7);
        if (score < 0) call.Wrong(4, "expects score to be >= 0");
        if (subscore < 0) call.Wrong(5, "expects subscore to be >= 0");
        if (call.Failed) return call.Fail();

        var submission = new ScoreSubmission(id, owner.ToString("D"), score, subscore) { Username = username, Metadata = metadata, Override = rule };
        var written = call.Perform(Write, "error writing leaderboard record: ", async (caller, cancel) =>
        {
            var answer = await server.Get<LeaderboardScores>().Submit(submission, caller, cancel);
            return answer.IsGranted(out var record, out var fault) ? NkJson.Write(json => RecordJson.Write(json, record)) : BoardArguments.InScripts(fault);
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
            return answer.Fault is { } fault ? BoardArguments.InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    /// <summary>Five values: records, owners' records, both cursors, the count.</summary>
    private static LuaResult ListRecords(ref LuaCall call, NkServer server) =>
        ListRecords(ref call, server, List, "expects a leaderboard ID string", "error listing leaderboard records: ", (id, _, cancel) => Found(server, id, cancel));

    /// <summary>Four values: records, both cursors, the count.</summary>
    private static LuaResult ListAround(ref LuaCall call, NkServer server) =>
        ListAround(ref call, server, Haystack, "expects a leaderboard ID string", "error listing leaderboard records haystack: ", (id, _, cancel) => Found(server, id, cancel));

    private static async ValueTask<Answer<Leaderboard>> Found(NkServer server, string id, CancellationToken cancel) =>
        await server.Get<LeaderboardDirectory>().Find(id, cancel) is { } board ? board : BoardArguments.InScripts(LeaderboardFaults.NotFound);

    /// <summary>The board of a list, of either kind, or why it cannot be listed.</summary>
    internal delegate ValueTask<Answer<Leaderboard>> BoardFinder(string id, long expiry, CancellationToken cancel);

    /// <summary>A page of records of a board of either kind.</summary>
    internal static LuaResult ListRecords(ref LuaCall call, NkServer server, string function, string idExpected, string failure, BoardFinder find)
    {
        var id = call.NonEmptyText(1, idExpected);
        var owners = call.OptionalUuids(2, "expects each owner ID to be a valid identifier");
        var limit = call.OptionalInteger(3, 0);
        var cursorText = call.OptionalText(4, "")!;
        var expiry = call.OptionalInteger(5, 0);
        if (limit is < 0 or > ListMax) call.Wrong(3, $"expects limit to be 0-{ListMax}");
        if (expiry < 0) call.Wrong(5, "expects expiry to equal or greater than 0");
        if (call.Failed) return call.Fail();

        var page = call.Perform(function, failure, async (_, cancel) =>
        {
            if (!(await find(id, expiry, cancel)).IsGranted(out var board, out var refusal)) return refusal;
            var cursors = server.Get<RecordCursors>();
            RecordCursor? cursor = null;
            if (cursorText.Length > 0 && (cursor = cursors.Read(cursorText)) is null) return BoardArguments.InScripts(LeaderboardFaults.InvalidCursor);
            var answer = await server.Get<LeaderboardLists>().Page(board, expiry, (int)limit, cursor, owners ?? [], cancel);
            return answer.IsGranted(out var found, out var fault)
                ? NkJson.Write(json => RecordJson.Write(json, found, cursors))
                : BoardArguments.InScripts(fault);
        });
        return call.ReturnItems(page, RecordJson.PageItems);
    }

    /// <summary>The records around an owner's on a board of either kind.</summary>
    internal static LuaResult ListAround(ref LuaCall call, NkServer server, string function, string idExpected, string failure, BoardFinder find)
    {
        var id = call.NonEmptyText(1, idExpected);
        var owner = call.Uuid(2, "expects owner ID to be a valid identifier");
        var limit = call.OptionalInteger(3, HaystackDefault);
        var cursorText = call.OptionalText(4, "")!;
        var expiry = call.OptionalInteger(5, 0);
        if (limit is < 1 or > Limits.AroundOwnerMax) call.Wrong(3, $"limit must be 1-{Limits.AroundOwnerMax}");
        if (expiry < 0) call.Wrong(5, "expiry should be time since epoch in seconds and has to be a positive integer");
        if (call.Failed) return call.Fail();

        var page = call.Perform(function, failure, async (_, cancel) =>
            (await find(id, expiry, cancel)).IsGranted(out var board, out var refusal)
                ? await Around(server, board, owner, (int)limit, cursorText, expiry, cancel)
                : refusal);
        return call.ReturnItems(page, RecordJson.AroundItems);
    }

    /// <summary>The records around an owner's, or a page from a cursor of such a window or of a list.</summary>
    private static async ValueTask<Answer<byte[]>> Around(
        NkServer server, Leaderboard board, Guid owner, int limit, string cursorText, long expiry, CancellationToken cancel)
    {
        var lists = server.Get<LeaderboardLists>();
        var cursors = server.Get<RecordCursors>();
        if (cursorText.Length == 0)
        {
            var around = await lists.AroundOwner(board, expiry, owner, limit, cancel);
            return NkJson.Write(json => RecordJson.WriteAround(json, around, cursors));
        }

        if (cursors.Read(cursorText) is not { } cursor) return BoardArguments.InScripts(LeaderboardFaults.InvalidCursor);
        var answer = await lists.Page(board, expiry, limit, cursor, [], cancel);
        return answer.IsGranted(out var page, out var fault)
            ? NkJson.Write(json => RecordJson.WriteAround(json, page, cursors))
            : BoardArguments.InScripts(fault);
    }

    private static LuaResult CursorFromRank(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, "expects a leaderboard ID string");
        var rank = call.Integer(2);
        var expiry = call.OptionalInteger(3, 0);
        if (rank < 1) call.Wrong(2, "invalid rank - must be > 1");
        if (expiry < 0) call.Wrong(3, "invalid expiry");
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(FromRank, "failed to get cursor from rank: ", async (_, cancel) =>
        {
            if (await server.Get<LeaderboardDirectory>().Find(id, cancel) is not { } board) return BoardArguments.InScripts(LeaderboardFaults.NotFound);
            var answer = await server.Get<LeaderboardLists>().CursorFromRank(board, expiry, rank, cancel);
            if (answer.Fault is { } fault) return BoardArguments.InScripts(fault);
            return NkJson.Write(json => json.WriteStringValue(answer.Value is { } cursor ? server.Get<RecordCursors>().Spell(cursor) : ""));
        }));
    }
}
