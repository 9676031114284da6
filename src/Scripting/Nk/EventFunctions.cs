using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Events: modules report them, and register functions that take them (parity runtime.md section 8).</summary>
internal static class EventFunctions
{
    private const string Event = "event";
    private const int PropertiesMax = 1000;

    public static LuaLibrary AddEvents(this LuaLibrary library, NkServer server) => library
        .Add("register_event", static (ref LuaCall call) => Register(ref call, EventKind.Reported))
        .Add("register_event_session_start", static (ref LuaCall call) => Register(ref call, EventKind.SessionStart))
        .Add("register_event_session_end", static (ref LuaCall call) => Register(ref call, EventKind.SessionEnd))
        .Add(Event, (ref LuaCall call) => Report(ref call, server));

    private static LuaResult Register(ref LuaCall call, EventKind kind)
    {
        if (call.Kind(1) != LuaKind.Function) return call.Wrong(1, "expects function");
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterEvent(kind, call.Function(1));
        return call.Return();
    }

    private static LuaResult Report(ref LuaCall call, NkServer server)
    {
        var name = call.NonEmptyText(1, "expects name string");
        var properties = Properties(ref call, 2);
        var timestamp = call.OptionalInteger(3, -1);
        var external = call.OptionalBoolean(4, false);
        if (timestamp == 0) call.Wrong(3, "expects timestamp to be a number of seconds other than 0");
        if (call.Failed) return call.Fail();

        call.Perform(Event, "error reporting event: ", (caller, _) =>
        {
            server.Get<EventQueue>().Report(new(name, properties, timestamp < 0 ? null : timestamp, external, caller));
            return ValueTask.FromResult(NkJson.Nothing);
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    private static Dictionary<string, string> Properties(ref LuaCall call, int position)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (call.IsNil(position) || !call.Table(position)) return properties;
        call.Stack.PushNil();
        while (call.Stack.Next(position))
        {
            // A key that is a number is left as it is: turning it into text in place would lose the table's next key.
            var key = call.Stack.Kind(-2) == LuaKind.Text ? call.Stack.Text(-2) : null;
            var value = call.Stack.Kind(-1) == LuaKind.Text ? call.Stack.Text(-1) : null;
            call.Stack.Pop();
            if (key is null || value is null || properties.Count == PropertiesMax)
            {
                call.Stack.Pop();
                call.Wrong(position, $"expects properties to be a table of at most {PropertiesMax} strings by name");
                return properties;
            }

            properties[key] = value;
        }

        return properties;
    }
}
