using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Nk.Bundles;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.Nk;

/// <summary>The server API as modules require it: <c>nakama</c>, or <c>kaos</c>, which is the same table.</summary>
public static class NkLibrary
{
    /// <summary>The one registration line of each function family.</summary>
    public static LuaLibrary Of(NkServer server, ScriptSettings settings) => new LuaLibrary("nakama", "kaos")
        .AddRegistration(settings)
        .AddHookRegistration()
        .AddLogger(server)
        .AddUtilities()
        .AddStorageRetries(server)
        .AddTransactions(server)
        .AddStorageIndexes(server)
        .AddLocalCache(server)
        .AddServerFunctions(server)
        .AddSatori();

    /// <summary>The <c>nk</c> object of modules in JavaScript.</summary>
    public static JavaScriptLibrary InJavaScript(NkServer server) => new JavaScriptLibrary("nk")
        .AddBundleUtilities()
        .AddTransactions(server)
        .AddServerFunctions(server)
        .AddStorageRetries(server)
        .AddLocalCache(server)
        .AddSatori(server);
}
