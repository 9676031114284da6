using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting;

/// <summary>What server modules get of the server's settings, and the bounds they live within.</summary>
public sealed record ScriptSettings
{
    /// <summary>Folder of the modules.</summary>
    public required string Path { get; init; }

    /// <summary>This server's name, as contexts show it.</summary>
    public required string Node { get; init; }

    /// <summary>The server's version, as contexts show it.</summary>
    public string Version { get; init; } = "";

    /// <summary>The operator's own settings for modules.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>(0, StringComparer.Ordinal);

    /// <summary>States kept ready for calls.</summary>
    public int StatesMin { get; init; } = 16;

    /// <summary>States at most, so also script calls at once; further callers wait their turn.</summary>
    public int StatesMax { get; init; } = 48;

    /// <summary>Errors go to clients with their stack trace.</summary>
    public bool ShowsTraces { get; init; }

    /// <summary>Instructions that one call may use. About 100 million run in a second.</summary>
    public long Instructions { get; init; } = 50_000_000;

    /// <summary>Bytes that one state may hold.</summary>
    public long MemoryBytes { get; init; } = 64L << 20;

    /// <summary>The longest that one call may take, waiting for the database included.</summary>
    public TimeSpan CallTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A state's options within these bounds.</summary>
    public LuaStateOptions StateOptions(IReadOnlyList<LuaLibrary> libraries, IReadOnlyDictionary<string, LuaChunk> modules, Action<string> print) => new()
    {
        Instructions = Instructions,
        MemoryBytes = MemoryBytes,
        CallTime = CallTime,
        Libraries = libraries,
        Modules = modules,
        Print = print,
    };
}

/// <summary>The modules cannot be loaded; the message is one line for the operator, and the server must not start.</summary>
public sealed class ModulesRefusedException(string message) : Exception(message);
