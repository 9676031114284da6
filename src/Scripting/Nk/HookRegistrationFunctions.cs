using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Functions around operations and realtime messages, as modules register them while they load. In a match and in calls these do nothing.</summary>
internal static class HookRegistrationFunctions
{
    public static LuaLibrary AddHookRegistration(this LuaLibrary library) => library
        .Add("register_req_before", static (ref LuaCall call) => Register(ref call, isMessage: false, isAfter: false))
        .Add("register_req_after", static (ref LuaCall call) => Register(ref call, isMessage: false, isAfter: true))
        .Add("register_rt_before", static (ref LuaCall call) => Register(ref call, isMessage: true, isAfter: false))
        .Add("register_rt_after", static (ref LuaCall call) => Register(ref call, isMessage: true, isAfter: true))
        .Add("register_before", static (ref LuaCall call) => RegisterByName(ref call, isAfter: false))
        .Add("register_after", static (ref LuaCall call) => RegisterByName(ref call, isAfter: true));

    /// <summary>As the reference has it: names of no operation or message are taken and never called.</summary>
    private static LuaResult Register(ref LuaCall call, bool isMessage, bool isAfter)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        var name = call.NonEmptyText(2, isMessage ? "expects message name" : "expects method name");
        if (call.Failed) return call.Fail();
        if (ScriptScene.Of(ref call).Loading is { } loading) Register(loading, name, call.Function(1), isMessage, isAfter);
        return call.Return();
    }

    /// <summary>Of our own: one function for operations and messages, the name in front and in any spelling, and a wrong one stops the start.</summary>
    private static LuaResult RegisterByName(ref LuaCall call, bool isAfter)
    {
        const string Expectation = "expects the name of an operation or realtime message";
        var given = call.NonEmptyText(1, Expectation);
        if (call.Failed) return call.Fail();
        if (call.Kind(2) != LuaKind.Function) return call.Wrong(2, "expects function");
        if (ScriptScene.Of(ref call).Loading is not { } loading) return call.Return();
        var found = loading.HookNames.Find(given);
        if (found.Count == 0)
        {
            var near = loading.HookNames.Near(given);
            return call.Wrong(1, $"{Expectation}, \"{given}\" is none{(near.Count == 0 ? "" : "; is it " + string.Join(" or ", near) + "?")}");
        }

        foreach (var hook in found) Register(loading, hook.Name, call.Function(2), hook.IsMessage, isAfter);
        return call.Return();
    }

    private static void Register(ModuleLoading loading, string name, LuaReference function, bool isMessage, bool isAfter)
    {
        if (isMessage) loading.RegisterRealtimeHook(name, function, isAfter);
        else loading.RegisterOperationHook(name, function, isAfter);
    }
}
