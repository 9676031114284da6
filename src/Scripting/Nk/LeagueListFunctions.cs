using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Scripting.Lua;
using Limits = KaosNet.Domain.Leagues.Limits;

namespace KaosNet.Scripting.Nk;

/// <summary>What modules can ask of leagues; of ours.</summary>
internal static class LeagueListFunctions
{
    private const string IdExpected = "expects a league ID string";

    public static LuaLibrary AddLeagueLists(this LuaLibrary library, NkServer server) => library
        .Add("league_get", (ref LuaCall call) => Get(ref call, server))
        .Add("league_place", (ref LuaCall call) => Place(ref call, server))
        .Add("league_standings", (ref LuaCall call) => Standings(ref call, server))
        .Add("leagues_list", (ref LuaCall call) => List(ref call, server))
        .Add("league_seasons_list", (ref LuaCall call) => Seasons(ref call, server))
        .Add("league_groups_list", (ref LuaCall call) => Groups(ref call, server))
        .Add("league_results_list", (ref LuaCall call) => Results(ref call, server));

    private static LuaResult Get(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform("league_get", "error getting league: ", async (_, cancel) =>
            await server.Get<LeagueLists>().Find(id, cancel) is { } league ? NkJson.Write(json => LeagueJson.Write(json, league)) : NkJson.Nothing));
    }

    /// <summary>Nothing for who is not in the league.</summary>
    private static LuaResult Place(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var user = call.OwnerId(2);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform("league_place", "error getting league place: ", async (_, cancel) =>
        {
            var answer = await server.Get<LeagueStandings>().Place(id, user, cancel);
            if (answer.IsGranted(out var place, out var fault)) return NkJson.Write(json => LeagueJson.Write(json, place));
            return fault == LeagueFaults.NotMember ? NkJson.Nothing : BoardArguments.InScripts(fault);
        }));
    }

    private static LuaResult Standings(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var division = call.Whole(2);
        var group = call.Whole(3);
        var season = call.Whole(4);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform("league_standings", "error listing league standings: ", async (_, cancel) =>
        {
            var answer = await server.Get<LeagueStandings>().Find(id, season, division ?? 1, group ?? 1, "", cancel);
            return answer.IsGranted(out var table, out var fault) ? NkJson.Write(json => LeagueJson.Write(json, table)) : BoardArguments.InScripts(fault);
        }));
    }

    private static LuaResult List(ref LuaCall call, NkServer server)
    {
        var limit = call.PageLimit(1);
        var cursor = call.OptionalText(2, "")!;
        if (call.Failed) return call.Fail();
        return Page(ref call, "leagues_list", cancel => server.Get<LeagueLists>().Leagues(limit, cursor, cancel), LeagueJson.Write);
    }

    private static LuaResult Seasons(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var limit = call.PageLimit(2);
        var cursor = call.OptionalText(3, "")!;
        if (call.Failed) return call.Fail();
        return Page(ref call, "league_seasons_list", cancel => server.Get<LeagueLists>().Seasons(id, limit, cursor, cancel), LeagueJson.Write);
    }

    private static LuaResult Groups(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var season = call.Whole(2) ?? 0;
        var division = call.Whole(3);
        var limit = call.PageLimit(4);
        var cursor = call.OptionalText(5, "")!;
        if (call.Failed) return call.Fail();
        return Page(
            ref call, "league_groups_list",
            async cancel =>
            {
                // The latest season unless told otherwise.
                var asked = season == 0 ? (await server.Get<LeagueLists>().Find(id, cancel))?.Season ?? 0 : season;
                return await server.Get<LeagueLists>().Groups(id, asked, division, limit, cursor, cancel);
            },
            LeagueJson.Write);
    }

    private static LuaResult Results(ref LuaCall call, NkServer server)
    {
        var id = call.NonEmptyText(1, IdExpected);
        var user = call.OwnerId(2);
        var limit = call.PageLimit(3);
        var cursor = call.OptionalText(4, "")!;
        if (call.Failed) return call.Fail();
        return Page(ref call, "league_results_list", cancel => server.Get<LeagueLists>().History(id, Guid.Parse(user), limit, cursor, cancel), LeagueJson.Write);
    }

    private static LuaResult Page<T>(
        ref LuaCall call, string function, Func<CancellationToken, ValueTask<Answer<LeaguePage<T>>>> list, Action<System.Text.Json.Utf8JsonWriter, T> write)
    {
        var page = call.Perform(function, "error listing leagues: ", async (_, cancel) =>
        {
            var answer = await list(cancel);
            return answer.IsGranted(out var found, out var fault) ? NkJson.Write(json => LeagueJson.Write(json, found, write)) : BoardArguments.InScripts(fault);
        });
        return call.ReturnItems(page, 2);
    }

    private static int PageLimit(ref this LuaCall call, int position)
    {
        var limit = call.OptionalInteger(position, Limits.PageMax);
        if (limit is < 1 or > Limits.PageMax) call.Wrong(position, $"expects limit to be 1-{Limits.PageMax}");
        return (int)Math.Clamp(limit, 1, Limits.PageMax);
    }

    private static int? Whole(ref this LuaCall call, int position)
    {
        if (call.IsNil(position)) return null;
        var value = call.Integer(position);
        if (value is < 1 or > int.MaxValue) call.Wrong(position, "expects a number from 1");
        return (int)Math.Clamp(value, 0, int.MaxValue);
    }
}
