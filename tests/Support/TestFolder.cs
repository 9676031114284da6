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

    static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A database that is still going down writes here; the system's own cleaning of the folder for temporary files gets the rest.
        }
    }
}
