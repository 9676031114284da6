using KaosNet.Domain.Groups;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Groups;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Groups and their members for modules to look at.</summary>
internal static class GroupListFunctions
{
    private const string Members = "group_users_list";
    private const string OfUser = "user_groups_list";
    private const string Search = "groups_list";
    private const string ById = "groups_get_id";
    private const string ByChance = "groups_get_random";

    public static LuaLibrary AddGroupLists(this LuaLibrary library, NkServer server) => library
        .Add(Members, (ref LuaCall call) => ListMembers(ref call, server))
        .Add(OfUser, (ref LuaCall call) => ListOfUser(ref call, server))
        .Add(Search, (ref LuaCall call) => List(ref call, server))
        .Add(ById, (ref LuaCall call) => GetById(ref call, server))
        .Add(ByChance, (ref LuaCall call) => GetByChance(ref call, server));

    private static LuaResult ListMembers(ref LuaCall call, NkServer server)
    {
        var groupId = call.Uuid(1, "expects group ID to be a valid identifier");
        var (limit, state, cursor) = Page(ref call, Limits.ScriptPageMax);
        if (call.Failed) return call.Fail();
        var page = call.Perform(Members, "error while trying to list users in a group: ", async (_, cancel) =>
        {
            var answer = await server.Get<GroupMembers>().OfGroup(groupId, state, limit, cursor, cancel);
            if (!answer.IsGranted(out var found, out var fault)) return GroupFunctions.InScripts(fault);
            var cards = await server.Get<PlayerCards>().Of([.. found.Members.Select(member => member.UserId)], cancel);
            return NkJson.Write(json => GroupJson.Write(json, found, cards, server.Get<IOnlinePlayers>()));
        });
        return ReturnPage(ref call, page);
    }

    private static LuaResult ListOfUser(ref LuaCall call, NkServer server)
    {
        var userId = call.Uuid(1, "expects user ID to be a valid identifier");
        var (limit, state, cursor) = Page(ref call, Limits.PageMax);
        if (call.Failed) return call.Fail();
        var page = call.Perform(OfUser, "error while trying to list groups for a user: ", async (_, cancel) =>
        {
            var answer = await server.Get<GroupMembers>().OfUser(userId, state, limit, cursor, cancel);
            return answer.IsGranted(out var found, out var fault) ? NkJson.Write(json => GroupJson.Write(json, found)) : GroupFunctions.InScripts(fault);
        });
        return ReturnPage(ref call, page);
    }

    private static LuaResult List(ref LuaCall call, NkServer server)
    {
        var name = call.OptionalText(1, "")!;
        var langTag = call.OptionalText(2, "")!;
        // Nil counts as given, nothing at all does not.
        if (call.Kind(3) == LuaKind.None) call.Wrong(3, "value expected");
        bool? isOpen = call.IsNil(3) ? null : call.Boolean(3);
        var members = call.OptionalInteger(4, -1);
        var limit = call.OptionalInteger(5, Limits.PageMax);
        var cursor = call.OptionalText(6, "")!;
        if (limit is < 1 or > Limits.PageMax) call.Wrong(5, $"expects limit to be 1-{Limits.PageMax}");
        if (call.Failed) return call.Fail();

        var filter = new GroupFilter
        {
            Name = name,
            LangTag = langTag,
            IsOpen = isOpen,
            Members = members < 0 ? null : (int)Math.Min(members, int.MaxValue),
        };
        var page = call.Perform(Search, "error listing groups: ", async (_, cancel) =>
        {
            var answer = await server.Get<GroupSearch>().Page(filter, (int)limit, cursor, cancel);
            return answer.IsGranted(out var found, out var fault)
                ? NkJson.Write(json => GroupJson.WritePage(json, found.Cursor, list => GroupJson.Write(list, found.Groups)))
                : GroupFunctions.InScripts(fault);
        });
        return ReturnPage(ref call, page);
    }

    private static LuaResult GetById(ref LuaCall call, NkServer server)
    {
        if (!call.IsNil(1) && call.Table(1) && call.Stack.Length(1) > Limits.ScriptGroupsMax)
            return call.Wrong(1, $"expects at most {Limits.ScriptGroupsMax} group IDs");
        var ids = call.OptionalUuids(1, "expects each group ID to be a valid identifier") ?? [];
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(ById, "failed to get groups by ID: ", async (_, cancel) =>
        {
            var found = ids.Length == 0 ? [] : await server.Get<GroupSearch>().Of(ids, cancel);
            return NkJson.Write(json => GroupJson.Write(json, found));
        }));
    }

    private static LuaResult GetByChance(ref LuaCall call, NkServer server)
    {
        var count = call.OptionalInteger(1, 0);
        if (count is < 0 or > Limits.ScriptGroupsMax) call.Wrong(1, $"count must be 0-{Limits.ScriptGroupsMax}");
        if (call.Failed) return call.Fail();
        var near = ScriptScene.Of(ref call).NewUuid();
        return call.ReturnJson(call.Perform(ByChance, "failed to get groups: ", async (_, cancel) =>
        {
            var found = count == 0 ? [] : await server.Get<GroupSearch>().Random(near, (int)count, cancel);
            return NkJson.Write(json => GroupJson.Write(json, found));
        }));
    }

    private static (int Limit, int? State, string Cursor) Page(ref LuaCall call, int limitMax)
    {
        var limit = call.OptionalInteger(2, Limits.PageMax);
        var state = call.OptionalInteger(3, -1);
        var cursor = call.OptionalText(4, "")!;
        if (limit < 1 || limit > limitMax) call.Wrong(2, $"expects limit to be 1-{limitMax}");
        if (state is not -1 and (< (int)GroupRank.Superadmin or > (int)GroupRank.Banned)) call.Wrong(3, "expects state to be 0-4");
        return ((int)limit, state == -1 ? null : (int)state, cursor);
    }

    /// <summary>A list and its cursor, which is nil on the last page.</summary>
    private static LuaResult ReturnPage(ref LuaCall call, byte[]? page)
    {
        if (page is null) return call.Fail();
        if (!call.Stack.TryPushJson(page, out var problem)) return call.Fail(problem!);
        var results = call.Stack.Count;
        for (var at = 1; at <= 2; at++) call.Stack.PushItem(results, at);
        return call.ReturnPushed(2);
    }
}
