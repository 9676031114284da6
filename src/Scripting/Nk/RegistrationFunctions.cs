using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Projections.Brackets;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>What modules say about themselves while they load. In a match and in calls these do nothing.</summary>
internal static class RegistrationFunctions
{
    public static LuaLibrary AddRegistration(this LuaLibrary library, ScriptSettings settings) => library
        .Add("register_rpc", static (ref LuaCall call) => RegisterRpc(ref call))
        .Add("register_leaderboard_reset", static (ref LuaCall call) => RegisterBoardFunction(ref call, BoardCallback.LeaderboardReset))
        .Add("register_tournament_end", static (ref LuaCall call) => RegisterBoardFunction(ref call, BoardCallback.TournamentEnd))
        .Add("register_tournament_reset", static (ref LuaCall call) => RegisterBoardFunction(ref call, BoardCallback.TournamentReset))
        .Add("register_matchmaker_matched", static (ref LuaCall call) => RegisterMatchmakerFunction(ref call, MatchmakerCallback.Matched))
        .Add("register_matchmaker_override", static (ref LuaCall call) => RegisterMatchmakerFunction(ref call, MatchmakerCallback.Override))
        .Add("register_matchmaker_processor", static (ref LuaCall call) => RegisterMatchmakerFunction(ref call, MatchmakerCallback.Processor))
        .Add("register_event", static (ref LuaCall call) => RegisterEventFunction(ref call, EventKind.Reported))
        .Add("register_event_session_start", static (ref LuaCall call) => RegisterEventFunction(ref call, EventKind.SessionStart))
        .Add("register_event_session_end", static (ref LuaCall call) => RegisterEventFunction(ref call, EventKind.SessionEnd))
        .Add("register_bracket_ready", static (ref LuaCall call) => RegisterBracketFunction(ref call, BracketCallback.Ready))
        .Add("register_bracket_end", static (ref LuaCall call) => RegisterBracketFunction(ref call, BracketCallback.End))
        .Add("register_league_season_end", static (ref LuaCall call) => RegisterLeagueFunction(ref call))
        .Add("register_shutdown", static (ref LuaCall call) => RegisterShutdownFunction(ref call))
        .Add("register_purchase_notification_apple", static (ref LuaCall call) => RegisterStoreNotification(ref call, StoreNotification.PurchaseApple))
        .Add("register_purchase_notification_google", static (ref LuaCall call) => RegisterStoreNotification(ref call, StoreNotification.PurchaseGoogle))
        .Add("register_subscription_notification_apple", static (ref LuaCall call) => RegisterStoreNotification(ref call, StoreNotification.SubscriptionApple))
        .Add("register_subscription_notification_google", static (ref LuaCall call) => RegisterStoreNotification(ref call, StoreNotification.SubscriptionGoogle))
        .Add("run_once", (ref LuaCall call) => RunOnce(ref call, settings))
        .Add("get_context", (ref LuaCall call) =>
        {
            ScriptContext.PushRunOnce(call.Stack, settings);
            return call.ReturnPushed(1);
        });

    private static LuaResult RegisterRpc(ref LuaCall call)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        var id = call.NonEmptyText(2, "expects rpc id");
        if (call.Failed) return call.Fail();
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.Register(id, call.Function(1));
        return call.Return();
    }

    private static LuaResult RegisterEventFunction(ref LuaCall call, EventKind kind)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterEvent(kind, call.Function(1));
        return call.Return();
    }

    private static LuaResult RegisterBracketFunction(ref LuaCall call, BracketCallback callback)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterBracketFunction(callback, call.Function(1));
        return call.Return();
    }

    private static LuaResult RegisterLeagueFunction(ref LuaCall call)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterLeagueFunction(call.Function(1));
        return call.Return();
    }

    private static LuaResult RegisterMatchmakerFunction(ref LuaCall call, MatchmakerCallback callback)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterMatchmakerFunction(callback, call.Function(1));
        return call.Return();
    }

    private static LuaResult RegisterShutdownFunction(ref LuaCall call)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterShutdownFunction(call.Function(1));
        return call.Return();
    }

    private static LuaResult RegisterStoreNotification(ref LuaCall call, StoreNotification notification)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterStoreNotification(notification, call.Function(1));
        return call.Return();
    }

    private static LuaResult RegisterBoardFunction(ref LuaCall call, BoardCallback callback)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterBoardFunction(callback, call.Function(1));
        return call.Return();
    }

    /// <summary>Only the first call in the whole process runs.</summary>
    private static LuaResult RunOnce(ref LuaCall call, ScriptSettings settings)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading?.TakeOnce() != true) return call.Return();
        var function = call.Function(1);
        using var run = call.Owner.Prepare(function);
        ScriptContext.PushRunOnce(run.Values, settings);
        var error = run.Execute(0);
        call.Owner.Release(function);
        return error is null ? call.Return() : call.Fail(error.Message, error.Chosen ? error.Code : 0);
    }
}
