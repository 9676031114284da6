using KaosNet.Domain.Groups;
using KaosNet.Domain.Groups.Managing;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Groups;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Nk;

/// <summary>Groups for modules: founding, editing, joining and running them, with the rights of a player or, without one, of the server.</summary>
internal static class GroupFunctions
{
    private delegate Command<Done> UsersCommand(string groupId, string? actorId, IReadOnlyList<string> userIds);

    public static LuaLibrary AddGroups(this LuaLibrary library, NkServer server) => library
        .Add("group_create", (ref LuaCall call) => Create(ref call, server))
        .Add("group_update", (ref LuaCall call) => Update(ref call, server))
        .Add("group_delete", (ref LuaCall call) => Delete(ref call, server))
        .Add("group_user_join", (ref LuaCall call) => JoinOrLeave(
            ref call, server, "group_user_join", "join a group", (groupId, userId) => new JoinGroup(groupId, userId)))
        .Add("group_user_leave", (ref LuaCall call) => JoinOrLeave(
            ref call, server, "group_user_leave", "leave a group", (groupId, userId) => new LeaveGroup(groupId, userId)))
        .AddUsers("group_users_add", "add users into a group", server, (groupId, actorId, userIds) => new AddGroupUsers(groupId, actorId, userIds))
        .AddUsers("group_users_kick", "kick users from a group", server, (groupId, actorId, userIds) => new KickGroupUsers(groupId, actorId, userIds))
        .AddUsers("group_users_ban", "ban users from a group", server, (groupId, actorId, userIds) => new BanGroupUsers(groupId, actorId, userIds))
        .AddUsers("group_users_promote", "promote users in a group", server, (groupId, actorId, userIds) => new PromoteGroupUsers(groupId, actorId, userIds))
        .AddUsers("group_users_demote", "demote users in a group", server, (groupId, actorId, userIds) => new DemoteGroupUsers(groupId, actorId, userIds))
        .AddGroupLists(server);

    private static LuaResult Create(ref LuaCall call, NkServer server)
    {
        var founder = call.Uuid(1, "expects user ID to be a valid identifier");
        var name = call.NonEmptyText(2, "expects group name not be empty");
        var creator = call.OptionalUuid(3, "expects owner ID to be a valid identifier");
        var langTag = call.OptionalText(4, "")!;
        var description = call.OptionalText(5, "")!;
        var avatarUrl = call.OptionalText(6, "")!;
        var isOpen = call.OptionalBoolean(7, false);
        var metadata = call.OptionalObject(8, "error encoding metadata");
        var maxCount = call.OptionalInteger(9, Limits.MaxCountDefault);
        if (maxCount is < 1 or > int.MaxValue) call.Wrong(9, "expects max_count to be > 0");
        if (call.Failed) return call.Fail();

        var command = new CreateGroup(founder.ToString(), name)
        {
            CreatorId = creator,
            LangTag = langTag,
            Description = description,
            AvatarUrl = avatarUrl,
            IsOpen = isOpen,
            Metadata = metadata ?? "{}",
            MaxCount = (int)maxCount,
        };
        var created = call.Perform("group_create", "error while trying to create group: ", async (caller, cancel) =>
        {
            var answer = await server.Get<IJournal>().Execute(command, caller, cancel);
            return answer.IsGranted(out var group, out var fault) ? NkJson.Write(json => GroupJson.Write(json, GroupRow.Of(group))) : InScripts(fault);
        });
        return call.ReturnJson(created);
    }

    private static LuaResult Update(ref LuaCall call, NkServer server)
    {
        var groupId = call.Uuid(1, "expects group ID to be a valid identifier");
        var actor = call.OptionalUuid(2, "expects user ID to be a valid identifier");
        var name = call.OptionalText(3, "")!;
        var creator = call.OptionalUuid(4, "expects creator ID to be a valid identifier");
        var langTag = call.OptionalText(5, "")!;
        var description = call.OptionalText(6, "")!;
        var avatarUrl = call.OptionalText(7, "")!;
        bool? isOpen = call.IsNil(8) ? null : call.Boolean(8);
        var metadata = call.OptionalObject(9, "error encoding metadata");
        var maxCount = call.OptionalInteger(10, 0);
        if (maxCount is < 0 or > int.MaxValue) call.Wrong(10, "expects max_count to be >= 0");
        if (call.Failed) return call.Fail();

        // A script's empty text means no change, as nil does.
        static string? Given(string text) => text.Length == 0 ? null : text;
        var command = new UpdateGroup(groupId.ToString(), actor)
        {
            Name = Given(name),
            CreatorId = creator,
            LangTag = Given(langTag),
            Description = Given(description),
            AvatarUrl = Given(avatarUrl),
            IsOpen = isOpen,
            Metadata = metadata,
            MaxCount = maxCount == 0 ? null : (int)maxCount,
        };
        return Execute(ref call, server, "group_update", "update group", command);
    }

    private static LuaResult Delete(ref LuaCall call, NkServer server)
    {
        var groupId = call.Uuid(1, "expects group ID to be a valid identifier");
        return call.Failed ? call.Fail() : Execute(ref call, server, "group_delete", "delete group", new DeleteGroup(groupId.ToString(), ActorId: null));
    }

    private static LuaResult JoinOrLeave(ref LuaCall call, NkServer server, string function, string what, Func<string, string, Command<Done>> command)
    {
        var groupId = call.Uuid(1, "expects group ID to be a valid identifier");
        var userId = call.Uuid(2, "expects user ID to be a valid identifier");
        // The name that is told is the account's; scripts written for Nakama hand in one.
        call.NonEmptyText(3, "expects username string");
        return call.Failed ? call.Fail() : Execute(ref call, server, function, what, command(groupId.ToString(), userId.ToString()));
    }

    private static LuaLibrary AddUsers(this LuaLibrary library, string function, string what, NkServer server, UsersCommand command) => library
        .Add(function, (ref LuaCall call) =>
        {
            var groupId = call.Uuid(1, "expects group ID to be a valid identifier");
            if (call.Failed || !call.Table(2)) return call.Fail();
            if (call.Stack.Length(2) > Limits.UsersAtOnceMax) return call.Wrong(2, $"expects at most {Limits.UsersAtOnceMax} user IDs");
            var userIds = call.OptionalUuids(2, "expects each user ID to be a valid identifier") ?? [];
            var actor = call.OptionalUuid(3, "expects caller ID to be a valid identifier");
            if (call.Failed) return call.Fail();
            return userIds.Length == 0
                ? call.Return()
                : Execute(ref call, server, function, what, command(groupId.ToString(), actor, [.. userIds.Select(id => id.ToString())]));
        });

    private static LuaResult Execute(ref LuaCall call, NkServer server, string function, string what, Command<Done> command)
    {
        call.Perform(function, $"error while trying to {what}: ", async (caller, cancel) =>
        {
            var answer = await server.Get<IJournal>().Execute(command, caller, cancel);
            return answer.Fault is { } fault ? InScripts(fault) : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    /// <summary>A UUID, or null where it is absent, empty or nobody's.</summary>
    private static string? OptionalUuid(ref this LuaCall call, int position, string expectation)
    {
        var text = call.OptionalText(position, "")!;
        if (text.Length == 0) return null;
        if (!Uuids.TryRead(text, out var id)) call.Wrong(position, expectation);
        return id == Guid.Empty ? null : id.ToString();
    }

    /// <summary>Scripts read a refusal as the end of a sentence.</summary>
    internal static Fault InScripts(Fault fault) => fault with { Message = char.ToLowerInvariant(fault.Message[0]) + fault.Message[1..].TrimEnd('.') };
}
