using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Statuses;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Players' sessions and whom they follow, for modules (parity runtime.md section 10).</summary>
internal static class SessionFunctions
{
    private const string Disconnect = "session_disconnect";
    private const string Logout = "session_logout";
    private const string Follow = "status_follow";
    private const string Unfollow = "status_unfollow";
    private const int UsersMax = StatusFollows.FollowedMax;

    public static LuaLibrary AddSessions(this LuaLibrary library, NkServer server) => library
        .Add(Disconnect, (ref LuaCall call) => DisconnectSession(ref call, server))
        .Add(Logout, (ref LuaCall call) => LogoutUser(ref call, server))
        .Add(Follow, (ref LuaCall call) => FollowUsers(ref call, server))
        .Add(Unfollow, (ref LuaCall call) => UnfollowUsers(ref call, server));

    private static LuaResult DisconnectSession(ref LuaCall call, NkServer server)
    {
        var sessionId = call.Id(1, "session");
        var reason = call.OptionalInteger(2, 0);
        if (reason is < (long)PresenceReason.Unknown or > (long)PresenceReason.Disconnect) call.Wrong(2, "invalid disconnect reason, must be a value 0-4");
        if (call.Failed) return call.Fail();
        return StreamFunctions.Afterwards(ref call, Disconnect, () => server.Get<GameStreams>().Disconnect(sessionId, (PresenceReason)reason));
    }

    private static LuaResult LogoutUser(ref LuaCall call, NkServer server)
    {
        var userId = call.Id(1, "user").ToString();
        var token = call.OptionalText(2, "")!;
        var refreshToken = call.OptionalText(3, "")!;
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(Logout, "error logging out: ", async (caller, cancel) =>
        {
            var answer = await server.Get<IPlayerTokens>().End(userId, token, refreshToken, caller, cancel);
            return answer.Fault is { } fault ? fault : NkJson.Nothing;
        }));
    }

    private static LuaResult FollowUsers(ref LuaCall call, NkServer server)
    {
        var sessionId = call.Id(1, "session");
        var userIds = UserIds(ref call);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(Follow, "failed to follow: ", (_, _) =>
        {
            if (!server.Get<SessionRegistry>().TryFind(sessionId, out var session)) return new(NkJson.Nothing);
            var answer = server.Get<StatusFollows>().Follow(session, userIds);
            return new(answer.Fault is { } fault ? fault : NkJson.Nothing);
        }));
    }

    private static LuaResult UnfollowUsers(ref LuaCall call, NkServer server)
    {
        var sessionId = call.Id(1, "session");
        var userIds = UserIds(ref call);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(Unfollow, "failed to unfollow: ", (_, _) =>
        {
            if (server.Get<SessionRegistry>().TryFind(sessionId, out var session)) server.Get<StatusFollows>().Unfollow(session, userIds);
            return new(NkJson.Nothing);
        }));
    }

    private static HashSet<Guid> UserIds(ref LuaCall call)
    {
        var userIds = new HashSet<Guid>();
        if (!call.Table(2)) return userIds;
        var count = call.Stack.Length(2);
        if (count > UsersMax) call.Wrong(2, $"expects at most {UsersMax} user IDs");
        for (var at = 1; at <= count && !call.Failed; at++)
        {
            var text = call.Stack.PushItem(2, at) == LuaKind.Text ? call.Stack.Text(-1) : null;
            call.Stack.Pop();
            if (text is null) call.Wrong(2, "user id must be a string");
            else if (Uuids.TryRead(text, out var id)) userIds.Add(id);
            else call.Wrong(2, "invalid user id");
        }

        return userIds;
    }
}
