using System.Collections.Concurrent;
using System.Diagnostics;

namespace KaosNet.Tests.Support;

/// <summary>Throw-away folders, short enough for sockets and open to the user PostgreSQL runs as; gone when the process ends.</summary>
public static class TestFolder
{
    static readonly ConcurrentBag<string> Made = [];
    static int folders;

    // Before whatever uses a folder, and so after it when the process ends.
    static TestFolder() => ProcessEnd.Do(Delete);

    public static string Create(string name)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"kaosnet-test-{Environment.ProcessId}-{Interlocked.Increment(ref folders)}-{name}");
        Directory.CreateDirectory(folder);
        Made.Add(folder);
        return folder;
    }

    /// <summary>
    /// By a process that outlives this one, and one for all: a database's folder holds tens of thousands of files, a run makes hundreds of folders,
    /// and whoever runs the tests waits for this process's end.
    /// </summary>
    static void Delete() => Process.Start("rm", ["-rf", .. Made]).Dispose();
}
