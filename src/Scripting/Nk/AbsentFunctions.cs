using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Functions that modules may know and this version does not have: a module that calls one is told so by name.</summary>
internal static class AbsentFunctions
{
    private const string Names = """
        account_export_id account_import_id
        """;

    /// <summary>Adds a refusal for each of them. What a family adds afterwards takes its place.</summary>
    public static LuaLibrary AddAbsent(this LuaLibrary library)
    {
        foreach (var name in Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            library.Add(name, (ref LuaCall call) => call.Fail($"nk.{name} is not available in this version"));
        return library;
    }
}
