namespace KaosNet.Scripting.Lua;

/// <summary>The bounds and the surroundings of one script world.</summary>
public sealed record LuaStateOptions
{
    /// <summary>Bytes that a state's values may hold, its libraries included.</summary>
    public long MemoryBytes { get; init; } = 64L << 20;

    /// <summary>Instructions that one call may use; over a million, those of its first 10 to 20 milliseconds come on top.</summary>
    public long Instructions { get; init; } = 50_000_000;

    /// <summary>
    /// The safety net under the instruction budget, for the few native functions that do much in one instruction. Checked every
    /// thousand instructions; the one limit that depends on the machine.
    /// </summary>
    public TimeSpan? CallTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// For matches: pairs and next go in a fixed order, sorting is stable, randomness comes from <see cref="Seed"/> and the time
    /// from <see cref="LuaState.Clock"/>, so that the same calls give the same results in every run.
    /// </summary>
    public bool Deterministic { get; init; }

    /// <summary>Seed of math.random, if deterministic.</summary>
    public long Seed { get; init; }

    /// <summary>Where os.time and os.date take their time from, if not deterministic.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where print goes. Nowhere by default.</summary>
    public Action<string>? Print { get; init; }

    /// <summary>Host functions, each library a table that <c>require</c> returns.</summary>
    public IReadOnlyList<LuaLibrary> Libraries { get; init; } = [];

    /// <summary>Script modules that <c>require</c> finds by name.</summary>
    public IReadOnlyDictionary<string, LuaChunk> Modules { get; init; } = new Dictionary<string, LuaChunk>();
}

/// <summary>A compiled script: our own bytecode, never taken from outside.</summary>
public sealed class LuaChunk
{
    internal LuaChunk(string name, byte[] code)
    {
        Name = name;
        Code = code;
    }

    /// <summary>The name that error positions carry, a path relative to the modules' folder.</summary>
    public string Name { get; }

    internal byte[] Code { get; }
}
