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
        .AddSlot("register_leaderboard_reset", static (loading, function) => loading.RegisterBoardFunction(BoardCallback.LeaderboardReset, function))
        .AddSlot("register_tournament_end", static (loading, function) => loading.RegisterBoardFunction(BoardCallback.TournamentEnd, function))
        .AddSlot("register_tournament_reset", static (loading, function) => loading.RegisterBoardFunction(BoardCallback.TournamentReset, function))
        .AddSlot("register_matchmaker_matched", static (loading, function) => loading.RegisterMatchmakerFunction(MatchmakerCallback.Matched, function))
        .AddSlot("register_matchmaker_override", static (loading, function) => loading.RegisterMatchmakerFunction(MatchmakerCallback.Override, function))
        .AddSlot("register_matchmaker_processor", static (loading, function) => loading.RegisterMatchmakerFunction(MatchmakerCallback.Processor, function))
        .AddSlot("register_event", static (loading, function) => loading.RegisterEvent(EventKind.Reported, function))
        .AddSlot("register_event_session_start", static (loading, function) => loading.RegisterEvent(EventKind.SessionStart, function))
        .AddSlot("register_event_session_end", static (loading, function) => loading.RegisterEvent(EventKind.SessionEnd, function))
        .AddSlot("register_bracket_ready", static (loading, function) => loading.RegisterBracketFunction(BracketCallback.Ready, function))
        .AddSlot("register_bracket_end", static (loading, function) => loading.RegisterBracketFunction(BracketCallback.End, function))
        .AddSlot("register_league_season_end", static (loading, function) => loading.RegisterLeagueFunction(function))
        .AddSlot("register_shutdown", static (loading, function) => loading.RegisterShutdownFunction(function))
        .AddSlot("register_purchase_notification_apple", static (loading, function) => loading.RegisterStoreNotification(StoreNotification.PurchaseApple, function))
        .AddSlot("register_purchase_notification_google", static (loading, function) => loading.RegisterStoreNotification(StoreNotification.PurchaseGoogle, function))
        .AddSlot("register_subscription_notification_apple", static (loading, function) => loading.RegisterStoreNotification(StoreNotification.SubscriptionApple, function))
        .AddSlot("register_subscription_notification_google", static (loading, function) => loading.RegisterStoreNotification(StoreNotification.SubscriptionGoogle, function))
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

    /// <summary>A function that keeps the one it is given, while modules load; afterwards it does nothing.</summary>
    private static LuaLibrary AddSlot(this LuaLibrary library, string name, Action<ModuleLoading, LuaReference> keep) => library.Add(name, (ref LuaCall call) =>
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) keep(loading, call.Function(1));
        return call.Return();
    });

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
