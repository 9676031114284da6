using KaosNet.Domain.Kernel;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Tournaments;
using KaosNet.Scripting.Lua;
using Limits = KaosNet.Domain.Tournaments.Limits;

namespace KaosNet.Scripting.Nk;

/// <summary>Tournaments for modules: setting up, listing, joining, attempts (parity sections 6.1 and 6.11).</summary>
internal static class TournamentFunctions
{
    private const string Create = "tournament_create";
    private const string Delete = "tournament_delete";
    private const string DisableRanks = "tournament_ranks_disable";
    private const string Join = "tournament_join";
    private const string AddAttempt = "tournament_add_attempt";
    private const string List = "tournament_list";
    private const string ById = "tournaments_get_id";
    private const string IdExpected = "expects a tournament ID string";
    private const int ListDefault = 10;
    private const int ListMax = 100;
    private const int IdsMax = 1000;

    public static LuaLibrary AddTournaments(this LuaLibrary library, NkServer server) => library
        .Add(Create, (ref LuaCall call) => CreateTournament(ref call, server))
        .Add(Delete, (ref LuaCall call) => Change(
            ref call, server, Delete, "error deleting tournament: ", static (setup, id, caller, cancel) => setup.DeleteTournament(id, caller, cancel)))
        .Add(DisableRanks, (ref LuaCall call) => Change(
            ref call, server, DisableRanks, "error disabling tournament ranks: ", static (setup, id, caller, cancel) => setup.DisableTournamentRanks(id, caller, cancel)))
        .Add(Join, (ref LuaCall call) => JoinTournament(ref call, server))
        .Add(AddAttempt, (ref LuaCall call) => AddAttempts(ref call, server))
        .Add(List, (ref LuaCall call) => ListTournaments(ref call, server))
        .Add(ById, (ref LuaCall call) => GetById(ref call, server));

    private static LuaResult CreateTournament(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var authoritative = call.OptionalBoolean(2, true);
        var order = call.SortOrder(3);
        var rule = call.BoardOperator(4);
        var duration = call.OptionalInteger(5, 0);
        var schedule = call.Schedule(6);
        var metadata = call.OptionalObject(7, "error encoding metadata");
        var title = call.OptionalText(8, "")!;
        var description = call.OptionalText(9, "")!;
        var category = call.OptionalInteger(10, 0);
        var start = call.OptionalInteger(11, 0);
        var end = call.OptionalInteger(12, 0);
        var maxSize = call.OptionalInteger(13, 0);
        var maxNumScore = call.OptionalInteger(14, 0);
        var joinRequired = call.OptionalBoolean(15, false);
        var ranked = call.OptionalBoolean(16, false);
        if (duration <= 0) call.Wrong(5, "duration must be > 0");
        if (category is < 0 or > Limits.CategoryMax) call.Wrong(10, $"category must be 0-{Limits.CategoryMax}");
        if (start < 0) call.Wrong(11, "startTime must be >= 0");
        if (end < 0) call.Wrong(12, "endTime must be >= 0");
        // Modules in a script have to leave some time between the two.
        if (end != 0 && end <= start) call.Wrong(12, "endTime must be >= startTime");
        if (maxSize < 0) call.Wrong(13, "maxSize must be >= 0");
        if (maxNumScore < 0) call.Wrong(14, "maxNumScore must be >= 0");
        if (call.Failed) return call.Fail();
        // A match loads modules afresh; their tournaments were made when the server started.
        if (ScriptScene.Of(ref call) is MatchScene { IsLoading: true }) return call.Return();

        var command = new CreateTournament(id, Whole(duration))
        {
            Authoritative = authoritative,
            SortOrder = order,
            Operator = rule,
            ResetSchedule = schedule,
            Metadata = metadata ?? "{}",
            Title = title,
            Description = description,
            Category = (int)category,
            StartTime = start,
            EndTime = end,
            MaxSize = Whole(maxSize),
            MaxNumScore = Whole(maxNumScore),
            JoinRequired = joinRequired,
            EnableRanks = ranked,
        };
        call.Perform(Create, "error creating tournament: ", async (caller, cancel) =>
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
        var id = call.NonEmptyText(1, IdExpected);
        return call.Failed
            ? call.Fail()
            : Done(ref call, function, failure, (caller, cancel) => change(server.Get<LeaderboardSetup>(), id, caller, cancel));
    }

    private static LuaResult JoinTournament(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var owner = call.OwnerId(2);
        var username = call.NonEmptyText(3, "expects a username string");
        return call.Failed
            ? call.Fail()
            : Done(ref call, Join, "error joining tournament: ", (caller, cancel) => server.Get<TournamentScores>().Join(id, owner, username, caller, cancel));
    }

    private static LuaResult AddAttempts(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var owner = call.OwnerId(2);
        var count = call.Integer(3);
        if (count == 0) call.Wrong(3, "expects an attempt count number != 0");
        return call.Failed
            ? call.Fail()
            : Done(
                ref call, AddAttempt, "error adding tournament attempts: ",
                (caller, cancel) => server.Get<TournamentScores>().AddAttempts(id, owner, Whole(count), caller, cancel));
    }

    private static LuaResult ListTournaments(ref LuaCall call, NkServer server)
    {
        var categoryStart = call.OptionalInteger(1, 0);
        var categoryEnd = call.OptionalInteger(2, 0);
        var start = call.OptionalInteger(3, -1);
        var end = call.OptionalInteger(4, -1);
        var limit = call.OptionalInteger(5, ListDefault);
        var cursor = call.OptionalText(6, "")!;
        if (categoryStart is < 0 or > Limits.CategoryMax) call.Wrong(1, $"categoryStart must be 0-{Limits.CategoryMax}");
        if (categoryEnd is < 0 or > Limits.CategoryMax) call.Wrong(2, $"categoryEnd must be 0-{Limits.CategoryMax}");
        if (start < -1) call.Wrong(3, "startTime must be >= -1");
        if (end < -1) call.Wrong(4, "endTime must be >= -1");
        if (end > 0 && end < start) call.Wrong(4, "endTime must be >= startTime");
        if (limit is < 1 or > ListMax) call.Wrong(5, $"limit must be 1-{ListMax}");
        if (call.Failed) return call.Fail();

        var filter = new TournamentFilter { CategoryStart = (int)categoryStart, CategoryEnd = (int)categoryEnd, StartTime = start, EndTime = end };
        var page = call.Perform(List, "error listing tournaments: ", async (_, cancel) =>
        {
            var answer = await server.Get<TournamentLists>().Page(filter, (int)limit, cursor, cancel);
            if (!answer.IsGranted(out var found, out var fault)) return fault with { Message = "expects cursor to be valid when provided" };
            return NkJson.Write(json =>
            {
                json.WriteStartArray();
                TournamentJson.Write(json, found.Tournaments);
                if (found.Cursor.Length > 0) json.WriteStringValue(found.Cursor);
                else json.WriteNullValue();
                json.WriteEndArray();
            });
        });
        return call.ReturnItems(page, 2);
    }

    private static LuaResult GetById(ref LuaCall call, NkServer server)
    {
        var ids = call.BoardIds(1, IdsMax, "expects each tournament ID to be string");
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(ById, "failed to get tournaments: ", async (_, cancel) =>
        {
            var found = await server.Get<TournamentLists>().Of(ids, cancel);
            return NkJson.Write(json => TournamentJson.Write(json, found));
        }));
    }

    private static LuaResult Done(ref LuaCall call, string function, string failure, Func<Caller, CancellationToken, ValueTask<Answer<Done>>> perform)
    {
        call.Perform(function, failure, async (caller, cancel) =>
        {
            var answer = await perform(caller, cancel);
            return answer.Fault is { } fault ? BoardArguments.InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    /// <summary>Scripts' numbers are larger than those of a tournament; what is too large is as large as can be.</summary>
    private static int Whole(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);
}
