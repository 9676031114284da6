using System.Collections.Frozen;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Modules;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>
/// The bundle as one load found it: its code, what it registered, and the states that run it. Nothing of it changes any more, so whoever looks at one finds functions that
/// belong together.
/// </summary>
internal sealed class LoadedBundle : IDisposable
{
    private readonly ScriptPool<BundleState>? _pool, _filterPool;

    private LoadedBundle(JavaScriptProgram? program, string? source, BundleRegistrations registered, ScriptPool<BundleState>? pool, ScriptPool<BundleState>? filterPool)
    {
        (Program, Source, Registered, _pool, _filterPool) = (program, source, registered, pool, filterPool);
        Rpcs = registered.Rpcs.Keys.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        RealtimeBefore = BundleInitializer.MessagesIn(registered.RealtimeBefore).ToFrozenSet(StringComparer.Ordinal);
        RealtimeAfter = BundleInitializer.MessagesIn(registered.RealtimeAfter).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>No bundle.</summary>
    public static LoadedBundle None { get; } = new(null, null, new(), null, null);

    /// <summary>Its code; null where there is none.</summary>
    public JavaScriptProgram? Program { get; }

    /// <summary>The text that it was read from.</summary>
    public string? Source { get; }

    /// <summary>What it registered.</summary>
    public BundleRegistrations Registered { get; }

    /// <summary>Registered functions, by their names in any case.</summary>
    public FrozenSet<string> Rpcs { get; }

    /// <summary>Realtime messages that a function runs before.</summary>
    public FrozenSet<string> RealtimeBefore { get; }

    /// <summary>Realtime messages that a function runs after.</summary>
    public FrozenSet<string> RealtimeAfter { get; }

    /// <summary>States of the pool, idle or at work.</summary>
    public int States => _pool?.Count ?? 0;

    /// <summary>A bundle that only matches are to use, which run it in states of their own.</summary>
    public static LoadedBundle ForMatches(JavaScriptProgram program, string source, BundleRegistrations registered) => new(program, source, registered, null, null);

    /// <summary>Fills the pools for a bundle whose InitModule has run. The first failure is the error.</summary>
    /// <param name="program">The bundle.</param>
    /// <param name="source">Its text.</param>
    /// <param name="registered">What it registered.</param>
    /// <param name="settings">The bounds that it lives within.</param>
    /// <param name="make">Makes a state.</param>
    /// <param name="prepare">Runs the bundle in one.</param>
    /// <param name="loaded">The bundle, unless a state failed.</param>
    public static ScriptError? Load(
        JavaScriptProgram program, string source, BundleRegistrations registered, ScriptSettings settings, Func<BundleState> make,
        Func<BundleState, ScriptError?> prepare, out LoadedBundle loaded)
    {
        loaded = None;
        var least = Math.Clamp(settings.JavaScriptStatesMin, 0, settings.JavaScriptStatesMax);
        if (ScriptPool.Start(make, prepare, least, settings.JavaScriptStatesMax, out var pool) is { } broken) return broken;
        ScriptPool<BundleState>? filterPool = null;
        if (registered.IndexFilters.Count > 0 && ScriptPool.Start(make, prepare, 1, 1, out filterPool) is { } second)
        {
            pool?.Dispose();
            return second;
        }

        loaded = new(program, source, registered, pool, filterPool);
        return null;
    }

    /// <summary>A state for a call.</summary>
    /// <param name="isFilter">Whether it is a filter of a storage index: these have a state of their own, as calls that wait for an index hold states of the pool.</param>
    /// <param name="cancel">Gives up waiting for one.</param>
    public ValueTask<ScriptLease<BundleState>> Rent(bool isFilter, CancellationToken cancel) =>
        (isFilter ? _filterPool : _pool)?.Rent(cancel) ?? throw new ScriptException("there is no bundle");

    /// <summary>Another serves the calls to come; the states go with the last call.</summary>
    public void Retire()
    {
        _pool?.Retire();
        _filterPool?.Retire();
    }

    public void Dispose()
    {
        _pool?.Dispose();
        _filterPool?.Dispose();
    }
}
