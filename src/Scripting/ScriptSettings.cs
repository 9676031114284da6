using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting;

/// <summary>What server modules get of the server's settings, and the bounds they live within.</summary>
public sealed record ScriptSettings
{
    /// <summary>Folder of the modules.</summary>
    public required string Path { get; init; }

    /// <summary>How often the folder is looked at for modules that have changed; zero for never.</summary>
    public TimeSpan WatchInterval { get; init; }

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

    /// <summary>The longest that a call of a C# module is waited for.</summary>
    public TimeSpan CSharpCallTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The JavaScript bundle, relative to the folder; empty for index.js if that exists.</summary>
    public string Entry { get; init; } = "";

    /// <summary>JavaScript states kept ready for calls.</summary>
    public int JavaScriptStatesMin { get; init; } = 16;

    /// <summary>JavaScript states at most.</summary>
    public int JavaScriptStatesMax { get; init; } = 32;

    /// <summary>What a bundle's global variables hold is frozen in the states that serve calls.</summary>
    public bool FreezesGlobals { get; init; } = true;

    /// <summary>Statements that one JavaScript call may run. About 20 million run in a second.</summary>
    public int Statements { get; init; } = 20_000_000;

    /// <summary>Bytes that one JavaScript call may allocate, and a state in all its calls before it is replaced.</summary>
    public long JavaScriptMemoryBytes { get; init; } = 256L << 20;

    /// <summary>The longest that one JavaScript call may take, waiting for the database included.</summary>
    public TimeSpan JavaScriptCallTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A JavaScript state's options within these bounds.</summary>
    public JavaScriptStateOptions JavaScriptOptions(TimeProvider time) =>
        new() { Statements = Statements, MemoryBytes = JavaScriptMemoryBytes, CallTime = JavaScriptCallTime, Time = time };

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
