using KaosNet.Modules;
using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.Server;

/// <summary>The server that a module runs on.</summary>
internal sealed class ServerFunctions(ServerApi api) : IServerFunctions
{
    private const int FileBytesMax = 16 << 20;
    private const int LinksMax = 40;

    public async ValueTask<byte[]> FileRead(string relPath)
    {
        var root = Real(Path.GetFullPath(api.Get<ScriptSettings>().Path));
        try
        {
            // What is asked for, and what it really is, must both be in the folder.
            var file = Inside(root, Path.GetFullPath(Path.Combine(root, relPath.TrimStart('/'))));
            file = Inside(root, Real(file));
            await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, useAsync: true);
            if (content.Length > FileBytesMax) throw new RefusedException(StatusCode.ResourceExhausted, $"{relPath} is larger than {FileBytesMax} bytes");
            var bytes = new byte[content.Length];
            await content.ReadExactlyAsync(bytes, api.Cancel);
            return bytes;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RefusedException(StatusCode.NotFound, $"{relPath}: no such file");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException(StatusCode.FailedPrecondition, $"{relPath} cannot be read");
        }
    }

    public ValueTask<ServerConfig> GetConfig()
    {
        var config = api.Get<ServerConfig>();
        return ValueTask.FromResult(api.Caller.Cause?.StartsWith("match ", StringComparison.Ordinal) == true ? WithoutKeys(config) : config);
    }

    private static ServerConfig WithoutKeys(ServerConfig config) => config with
    {
        Session = config.Session with { EncryptionKey = "", RefreshEncryptionKey = "" },
        Socket = config.Socket with { ServerKey = "" },
        Social = new(),
        Runtime = new(),
        Iap = new(),
        GoogleAuth = new(),
        Satori = new(),
    };

    private static string Inside(string root, string file) => file.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        ? file
        : throw new RefusedException(StatusCode.PermissionDenied, "expects a path within the folder of the modules");

    /// <summary>A path without links in it.</summary>
    private static string Real(string path)
    {
        for (var links = 0; links < LinksMax; links++)
        {
            if (FirstLink(path) is not { } link) return path;
            var target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(link.Path)!, link.Target));
            path = target + path[link.Path.Length..];
        }

        throw new IOException("too many links");
    }

    private static (string Path, string Target)? FirstLink(string path)
    {
        for (var end = path.IndexOf(Path.DirectorySeparatorChar, 1); ; end = path.IndexOf(Path.DirectorySeparatorChar, end + 1))
        {
            var part = end < 0 ? path : path[..end];
            if (new FileInfo(part).LinkTarget is { } target) return (part, target);
            if (end < 0) return null;
        }
    }
}
