namespace KaosNet.Scripting.JavaScript;

/// <summary>The bounds of one JavaScript world.</summary>
public sealed record JavaScriptStateOptions
{
    /// <summary>Statements that one call may run, those of loops and of called functions included.</summary>
    public int Statements { get; init; } = 20_000_000;

    /// <summary>
    /// Bytes that one call may allocate, whether it keeps them or not. A state that has allocated as much in all its calls is replaced after its call, so
    /// that a script which hoards loses its hoard.
    /// </summary>
    public long MemoryBytes { get; init; } = 256L << 20;

    /// <summary>
    /// The safety net under the statements, for native functions that do much in one statement; waiting for the server counts. Null for none. Checked every
    /// hundred statements or so, and in long native loops.
    /// </summary>
    public TimeSpan? CallTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that one match of a regular expression may take.</summary>
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Elements of the largest array that native functions make or walk.</summary>
    public uint ArrayMax { get; init; } = 4_000_000;

    /// <summary>The clock that Date shows.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What Math.random answers, from 0 to below 1; null for the engine's own chance.</summary>
    public Func<double>? Chance { get; init; }

    /// <summary>Characters of the longest text that native functions make.</summary>
    public int TextMax => (int)Math.Clamp(MemoryBytes / 16, 1 << 16, 1 << 28);

    /// <summary>Levels of the deepest value that is read from JSON or written to it.</summary>
    public int DepthMax { get; init; } = 200;
}
