using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Modules;

/// <summary>
/// The Lua modules of the runtime path: read and compiled once, kept in memory, never looked up on disk again. A module's name is
/// its path below the folder with dots for separators; every module runs once in every state, in ascending order of names.
/// </summary>
public sealed class ModuleFolder
{
    public const int FilesMax = 4096;
    public const int FileBytesMax = 4 << 20;
    public const int DepthMax = 16;

    private ModuleFolder(IReadOnlyDictionary<string, LuaChunk> modules)
    {
        Modules = modules;
        Names = [.. modules.Keys.Order(StringComparer.Ordinal)];
    }

    public static ModuleFolder Empty { get; } = new(new Dictionary<string, LuaChunk>());

    /// <summary>Compiled modules by name, for <see cref="LuaStateOptions.Modules"/>.</summary>
    public IReadOnlyDictionary<string, LuaChunk> Modules { get; }

    /// <summary>All names in the order in which they run.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a folder and all below it, creating it if it is missing. The first faulty file is the error.</summary>
    public static ScriptError? Read(string path, out ModuleFolder folder)
    {
        folder = Empty;
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Broken($"the folder is missing and cannot be made: {refused.Message}");
        }

        var modules = new Dictionary<string, LuaChunk>(StringComparer.Ordinal);
        var search = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DepthMax };
        using var compiler = new LuaState(new LuaStateOptions());
        foreach (var file in Directory.EnumerateFiles(path, "*.lua", search).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(path, file).Replace('\\', '/');
            if (modules.Count == FilesMax) return Broken($"more than {FilesMax} modules in {path}");
            if (ReadFile(file, out var bytes) is { } unreadable) return Broken($"{relative}: {unreadable}");
            var source = WithoutPreamble(bytes);
            if (compiler.Compile(source, relative, out var chunk) is { } error) return error;
            if (!modules.TryAdd(NameOf(relative), chunk!)) return Broken($"{relative}: a second module named {NameOf(relative)}");
        }

        folder = new ModuleFolder(modules);
        return null;
    }

    /// <summary>Runs every module that no earlier one has required already. The first failure is the error.</summary>
    public ScriptError? RunAll(LuaState state)
    {
        foreach (var name in Names)
        {
            var error = state.Require(name, out var module);
            state.Release(module);
            if (error is not null) return error;
        }

        return null;
    }

    /// <summary>Whether the other has the same modules with the same code. Comments do not count, lines do.</summary>
    public bool IsSameAs(ModuleFolder other) =>
        Names.SequenceEqual(other.Names, StringComparer.Ordinal)
        && Names.All(name => Modules[name].Name == other.Modules[name].Name && Modules[name].Code.AsSpan().SequenceEqual(other.Modules[name].Code));

    /// <summary>A file's bytes; tells why not, if so.</summary>
    private static string? ReadFile(string file, out byte[] bytes)
    {
        bytes = [];
        try
        {
            if (new FileInfo(file).Length > FileBytesMax) return $"larger than {FileBytesMax} bytes";
            bytes = File.ReadAllBytes(file);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }

    private static string NameOf(string relative) => relative[..^".lua".Length].Replace('/', '.');

    private static ScriptError Broken(string message) => new(message, ScriptError.Internal, null);

    /// <summary>Skips a byte order mark and a first line that starts with #, as the stand-alone Lua does.</summary>
    private static ReadOnlySpan<byte> WithoutPreamble(ReadOnlySpan<byte> source)
    {
        if (source.StartsWith("\uFEFF"u8)) source = source[3..];
        if (source.IsEmpty || source[0] != '#') return source;
        var end = source.IndexOf((byte)'\n');
        return end < 0 ? default : source[end..];
    }
}
