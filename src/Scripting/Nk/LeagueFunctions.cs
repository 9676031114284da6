using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal;
using Limits = KaosNet.Domain.Leagues.Limits;

namespace KaosNet.Scripting.Nk;

/// <summary>Leagues for modules, with the server's authority; of ours.</summary>
internal static class LeagueFunctions
{
    private const string IdExpected = "expects a league ID string";

    public static LuaLibrary AddLeagues(this LuaLibrary library, NkServer server) => library
        .Add("register_league_season_end", static (ref LuaCall call) => RegisterSeasonEnd(ref call))
        .Add("league_create", (ref LuaCall call) => Create(ref call, server))
        .Add("league_update", (ref LuaCall call) => Update(ref call, server))
        .Add("league_delete", (ref LuaCall call) => Change(ref call, server, "league_delete", static (to, id, caller, cancel) =>
            to.Get<IJournal>().Execute(new DeleteLeague(id), caller, cancel)))
        .Add("league_pause", (ref LuaCall call) => Change(ref call, server, "league_pause", static (to, id, caller, cancel) =>
            to.Get<IJournal>().Execute(new PauseLeague(id, true), caller, cancel)))
        .Add("league_resume", (ref LuaCall call) => Change(ref call, server, "league_resume", static (to, id, caller, cancel) =>
            to.Get<IJournal>().Execute(new PauseLeague(id, false), caller, cancel)))
        .Add("league_season_end", (ref LuaCall call) => Change(ref call, server, "league_season_end", static (to, id, caller, cancel) =>
            to.Get<LeagueControl>().EndSeason(id, caller, cancel)))
        .Add("league_join", (ref LuaCall call) => OfMember(ref call, server, "league_join", static async (to, id, user, caller, cancel) =>
            (await to.Get<LeaguePlaces>().Join(id, user, caller, cancel)).Fault))
        .Add("league_leave", (ref LuaCall call) => OfMember(ref call, server, "league_leave", static async (to, id, user, caller, cancel) =>
            (await to.Get<LeaguePlaces>().Leave(id, user, caller, cancel)).Fault))
        .Add("league_move", (ref LuaCall call) => Move(ref call, server))
        .Add("league_score", (ref LuaCall call) => Score(ref call, server));

    private static LuaResult RegisterSeasonEnd(ref LuaCall call)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterLeagueFunction(call.Function(1));
        return call.Return();
    }

    private static LuaResult Create(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var rules = call.Rules(2);
        var title = call.OptionalText(3, "")!;
        var metadata = call.OptionalObject(4, "error encoding metadata");
        var start = call.OptionalInteger(5, 0);
        if (start is < 0 or > uint.MaxValue) call.Wrong(5, "expects start time to be >= 0");
        if (call.Failed) return call.Fail();
        // A match loads modules afresh; their leagues were made when the server started.
        if (ScriptScene.Of(ref call) is MatchScene { IsLoading: true }) return call.Return();

        var command = new CreateLeague(id, rules)
        {
            Title = title,
            Metadata = metadata ?? "",
            StartTime = start == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(start),
        };
        call.Perform("league_create", "error creating league: ", async (caller, cancel) =>
        {
            var answer = await server.Get<LeagueControl>().Create(command, caller, cancel);
            return answer.Fault is { } fault ? BoardArguments.InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    private static LuaResult Update(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var rules = call.IsNil(2) ? null : call.Rules(2);
        var title = call.OptionalText(3);
        var metadata = call.OptionalObject(4, "error encoding metadata");
        if (call.Failed) return call.Fail();
        call.Perform("league_update", "error updating league: ", async (caller, cancel) =>
        {
            var command = new ReviseLeague(id) { Rules = rules, Title = title, Metadata = metadata };
            var answer = await server.Get<IJournal>().Execute(command, caller, cancel);
            return answer.Fault is { } fault ? BoardArguments.InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    private static LuaResult Move(ref LuaCall call, NkServer server)
    {
        var division = call.Integer(3);
        if (division is < 1 or > Limits.DivisionsMax) call.Wrong(3, "expects a division number from 1");
        return OfMember(ref call, server, "league_move", async (to, id, user, caller, cancel) =>
            League.IsId(id) ? (await to.Get<IJournal>().Execute(new MoveMember(id, user, (int)division), caller, cancel)).Fault : LeagueFaults.InvalidId);
    }

    private static LuaResult Score(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var user = call.OwnerId(2);
        var score = call.OptionalInteger(3, 0);
        var subscore = call.OptionalInteger(4, 0);
        var metadata = call.OptionalObject(5, "error encoding metadata");
        var username = call.OptionalText(6, "");
        if (score < 0) call.Wrong(3, "expects score to be >= 0");
        if (subscore < 0) call.Wrong(4, "expects subscore to be >= 0");
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform("league_score", "error writing league score: ", async (caller, cancel) =>
        {
            var submission = new LeagueSubmission(id, user, score, subscore) { Metadata = metadata, Username = username };
            var answer = await server.Get<LeaguePlaces>().Submit(submission, caller, cancel);
            return answer.IsGranted(out var record, out var fault) ? NkJson.Write(json => RecordJson.Write(json, record)) : BoardArguments.InScripts(fault);
        }));
    }

    private static LuaResult Change(
        ref LuaCall call, NkServer server, string function, Func<NkServer, string, Caller, CancellationToken, ValueTask<Answer<Done>>> change)
    {
        var id = call.NonEmptyText(1, IdExpected);
        if (call.Failed) return call.Fail();
        call.Perform(function, "error changing league: ", async (caller, cancel) =>
            (await change(server, id, caller, cancel)).Fault is { } fault ? BoardArguments.InScripts(fault) : NkJson.Nothing);
        return call.Failed ? call.Fail() : call.Return();
    }

    private static LuaResult OfMember(
        ref LuaCall call, NkServer server, string function, Func<NkServer, string, string, Caller, CancellationToken, ValueTask<Fault?>> change)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var user = call.OwnerId(2);
        if (call.Failed) return call.Fail();
        call.Perform(function, "error changing league member: ", async (caller, cancel) =>
            await change(server, id, user, caller, cancel) is { } fault ? BoardArguments.InScripts(fault) : NkJson.Nothing);
        return call.Failed ? call.Fail() : call.Return();
    }
}
