using System.Diagnostics;

namespace KaosNet.Tests.Support;

/// <summary>Throw-away folders, short enough for sockets and open to the user PostgreSQL runs as; gone when the process ends.</summary>
public static class TestFolder
{
    static int folders;

    public static string Create(string name)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"kaosnet-test-{Environment.ProcessId}-{Interlocked.Increment(ref folders)}-{name}");
        Directory.CreateDirectory(folder);
        ProcessEnd.Do(() => Delete(folder));
        return folder;
    }

    /// <summary>By a process that outlives this one: a database's folder holds tens of thousands of files, and whoever runs the tests waits for this process's end.</summary>
    static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Process.Start("rm", ["-rf", folder]).Dispose();
    }
}
