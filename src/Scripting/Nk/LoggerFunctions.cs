using KaosNet.Scripting.Lua;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>Lines that modules write into the server's log, with the fields of what they run for. Each returns its message.</summary>
internal static class LoggerFunctions
{
    /// <summary>Characters of a line; the rest is cut off.</summary>
    private const int MessageMax = 32 * 1024;

    public static LuaLibrary AddLogger(this LuaLibrary library, NkServer server) => library
        .Add("logger_debug", (ref LuaCall call) => Log(ref call, server, LogLevel.Debug))
        .Add("logger_info", (ref LuaCall call) => Log(ref call, server, LogLevel.Information))
        .Add("logger_warn", (ref LuaCall call) => Log(ref call, server, LogLevel.Warning))
        .Add("logger_error", (ref LuaCall call) => Log(ref call, server, LogLevel.Error));

    private static LuaResult Log(ref LuaCall call, NkServer server, LogLevel level)
    {
        var message = call.NonEmptyText(1, "expects message string");
        if (call.Failed) return call.Fail();
        var scene = ScriptScene.Of(ref call);
        if (scene.Logs && server.Log.IsEnabled(level))
        {
            var shown = message.Length > MessageMax ? message[..MessageMax] : message;
            server.Log.Log(level, default, scene.LogFields, null, (_, _) => shown);
        }

        call.Stack.PushCopy(1);
        return call.ReturnPushed(1);
    }
}
