namespace KaosNet.Tests.Support;

/// <summary>The checkout the tests were built from, for tests that read its files.</summary>
public static class SourceTree
{
    public static string Root { get; } = Find();

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "global.json"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests are not run from below their checkout.");
    }
}
