using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Tournaments;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Records of tournaments for modules, with the server's authority.</summary>
internal static class TournamentRecordFunctions
{
    private const string Write = "tournament_record_write";
    private const string Delete = "tournament_record_delete";
    private const string List = "tournament_records_list";
    private const string Haystack = "tournament_records_haystack";
    private const string IdExpected = "expects a tournament ID string";
    private const int ListMax = 10_000;
    private const int HaystackDefault = 10;

    public static LuaLibrary AddTournamentRecords(this LuaLibrary library, NkServer server) => library
        .Add(Write, (ref LuaCall call) => WriteRecord(ref call, server))
        .Add(Delete, (ref LuaCall call) => DeleteRecord(ref call, server))
        .Add(List, (ref LuaCall call) => ListRecords(ref call, server))
        .Add(Haystack, (ref LuaCall call) => ListAround(ref call, server));

    private static LuaResult WriteRecord(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var owner = call.Uuid(2, "expects owner ID to be a valid identifier");
        var username = call.OptionalText(3, "");
        var score = call.OptionalInteger(4, 0);
        var subscore = call.OptionalInteger(5, 0);
        var metadata = call.OptionalObject(6, "error encoding metadata");
        var rule = call.OverrideOperator(7);
        if (call.Failed) return call.Fail();

        var submission = new ScoreSubmission(id, owner.ToString("D"), score, subscore) { Username = username, Metadata = metadata, Override = rule };
        return call.ReturnJson(call.Perform(Write, "error writing tournament record: ", async (caller, cancel) =>
        {
            var answer = await server.Get<TournamentScores>().Submit(submission, caller, cancel);
            return answer.IsGranted(out var record, out var fault) ? NkJson.Write(json => RecordJson.Write(json, record)) : BoardArguments.InScripts(fault);
        }));
    }

    private static LuaResult DeleteRecord(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var owner = call.Uuid(2, "expects owner ID to be a valid identifier");
        if (call.Failed) return call.Fail();
        call.Perform(Delete, "error deleting tournament record: ", async (caller, cancel) =>
        {
            var answer = await server.Get<TournamentScores>().Delete(id, owner.ToString("D"), caller, cancel);
            return answer.Fault is { } fault ? BoardArguments.InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    /// <summary>Five values: records, owners' records, both cursors, the count.</summary>
    private static LuaResult ListRecords(ref LuaCall call, NkServer server) =>
        LeaderboardFunctions.ListRecords(ref call, server, List, IdExpected, "error listing tournament records: ", async (id, expiry, cancel) =>
        {
            var found = await Found(server, id, cancel);
            return expiry == 0 && found.IsGranted(out var board, out _) && board.HasEndedAt(server.Get<TimeProvider>().GetUtcNow())
                ? TournamentFaults.OutsideDuration
                : found;
        });

    /// <summary>Four values: records, both cursors, the count.</summary>
    private static LuaResult ListAround(ref LuaCall call, NkServer server) =>
        LeaderboardFunctions.ListAround(
            ref call, server, Haystack, IdExpected, "error listing tournament records haystack: ", (id, _, cancel) => Found(server, id, cancel));

    private static async ValueTask<Answer<Leaderboard>> Found(NkServer server, string id, CancellationToken cancel) =>
        await server.Get<LeaderboardDirectory>().FindTournament(id, cancel) is { } board ? board : BoardArguments.InScripts(TournamentFaults.NotFound);
}
