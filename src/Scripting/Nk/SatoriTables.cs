using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.Nk;

/// <summary>What <c>get_satori()</c> returns: the functions of Satori in a table of their own.</summary>
internal static class SatoriTables
{
    private const string Prefix = "get_satori().";

    /// <summary>The library has them under their full names, as the server's API does; here they are put together.</summary>
    public static LuaLibrary AddSatori(this LuaLibrary library)
    {
        var names = library.Functions.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var fields = string.Concat(names.Select(name => $"{name[Prefix.Length..]} = nk['{name}'], "));
        return library.AddScript("get_satori", $"local nk = ... return function() return {{ {fields}}} end");
    }

    /// <summary>In JavaScript they are an object.</summary>
    public static JavaScriptLibrary AddSatori(this JavaScriptLibrary library, NkServer server)
    {
        var satori = new JavaScriptLibrary("satori").AddSatoriFunctions(server);
        return library.Add("getSatori", (ref JavaScriptCall call) => call.Owner.ObjectOf(satori));
    }
}
