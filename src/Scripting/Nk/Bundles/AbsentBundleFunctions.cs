using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>Functions that bundles may know. Those that nothing adds are not there yet, and a bundle that calls one is told so by name.</summary>
internal static class AbsentBundleFunctions
{
    private const string Names = """
        storageWriteRetry
        """;

    /// <summary>Adds a refusal for each of them. What is added afterwards takes its place.</summary>
    public static JavaScriptLibrary AddAbsent(this JavaScriptLibrary library)
    {
        foreach (var name in Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            library.Add(name, (ref JavaScriptCall call) => call.Fail($"nk.{name} is not available in this version"));
        return library;
    }
}
