using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Projections.Brackets;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Modules;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// The Lua modules as one load found them: their code, what they registered, and the states that run them. Nothing of it changes any more, so whoever looks at one sees
/// functions that belong together.
/// </summary>
internal sealed class LoadedModules : IDisposable
{
    private static readonly ConditionalWeakTable<LuaState, ModuleLoading> Loadings = [];

    private readonly LoadingMemory _memory = new();
    private readonly NkServer? _server;
    private readonly TimeProvider _time;
    private ScriptPool<LuaState>? _pool, _filterPool;
    private FrozenSet<EventKind> _events = [];
    private bool _isKnown;

    private LoadedModules(ModuleFolder folder, NkServer? server, TimeProvider time) => (Folder, _server, _time) = (folder, server, time);

    /// <summary>No modules.</summary>
    public static LoadedModules None { get; } = new(ModuleFolder.Empty, null, TimeProvider.System);

    /// <summary>Their code.</summary>
    public ModuleFolder Folder { get; }

    /// <summary>Registered functions, by their names in any case.</summary>
    public FrozenSet<string> Rpcs { get; private set; } = [];

    /// <summary>Storage indexes that have a filter.</summary>
    public FrozenSet<string> IndexFilters { get; private set; } = [];

    /// <summary>Names of operations that a function runs before, as they were given.</summary>
    public IReadOnlyCollection<string> OperationBefore { get; private set; } = [];

    /// <summary>Names of operations that a function runs after, as they were given.</summary>
    public IReadOnlyCollection<string> OperationAfter { get; private set; } = [];

    /// <summary>Realtime messages that a function runs before.</summary>
    public FrozenSet<string> RealtimeBefore { get; private set; } = [];

    /// <summary>Realtime messages that a function runs after.</summary>
    public FrozenSet<string> RealtimeAfter { get; private set; } = [];

    /// <summary>Functions for ends and resets of boards, with the modules that registered them.</summary>
    public FrozenDictionary<BoardCallback, string> BoardFunctions { get; private set; } = FrozenDictionary<BoardCallback, string>.Empty;

    /// <summary>Functions for what happens to brackets, with the modules that registered them.</summary>
    public FrozenDictionary<BracketCallback, string> BracketFunctions { get; private set; } = FrozenDictionary<BracketCallback, string>.Empty;

    /// <summary>Whether there is a function for the end of a league's season.</summary>
    public bool HasLeagueFunction { get; private set; }

    /// <summary>What the matchmaker calls.</summary>
    public FrozenSet<MatchmakerCallback> MatchmakerFunctions { get; private set; } = [];

    /// <summary>What functions are told of that stores tell.</summary>
    public FrozenSet<StoreNotification> StoreNotifications { get; private set; } = [];

    /// <summary>Whether there is a function for the server's end.</summary>
    public bool HasShutdownFunction { get; private set; }

    /// <summary>States of the pool, idle or at work.</summary>
    public int States => _pool?.Count ?? 0;

    /// <summary>Modules that only matches are to use, which run them in states of their own.</summary>
    public static LoadedModules ForMatches(ModuleFolder folder) => new(folder, null, TimeProvider.System);

    /// <summary>Runs all modules and fills the pool. The first failure is the error.</summary>
    /// <param name="folder">The modules.</param>
    /// <param name="settings">The bounds that they live within.</param>
    /// <param name="options">How their states are made.</param>
    /// <param name="server">The server.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="loaded">The modules, unless one failed.</param>
    public static ScriptError? Load(
        ModuleFolder folder, ScriptSettings settings, LuaStateOptions options, NkServer server, TimeProvider time, out LoadedModules loaded)
    {
        loaded = new(folder, server, time);
        if (folder.Names.Count == 0) return null;
        LuaState Make() => new(options);
        // The first state is made even if none is to be kept ready: it shows whether the modules are sound.
        if (ScriptPool.Start(Make, loaded.Prepare, Math.Clamp(settings.StatesMin, 1, settings.StatesMax), settings.StatesMax, out loaded._pool) is { } broken)
            return broken;
        if (loaded.IndexFilters.Count == 0 || ScriptPool.Start(Make, loaded.Prepare, 1, 1, out loaded._filterPool) is not { } second) return null;
        loaded.Dispose();
        return second;
    }

    /// <summary>What modules registered in a state.</summary>
    public static ModuleLoading LoadingOf(LuaState state) =>
        Loadings.TryGetValue(state, out var loading) ? loading : throw new ScriptException("the state has no modules");

    /// <summary>Whether a function was registered for events of a kind.</summary>
    public bool Takes(EventKind kind) => _events.Contains(kind);

    /// <summary>A state that serves calls.</summary>
    public ValueTask<ScriptLease<LuaState>> Rent(CancellationToken cancel) => _pool?.Rent(cancel) ?? throw new ScriptException("there are no modules");

    /// <summary>The state that filters of storage indexes run in.</summary>
    public ValueTask<ScriptLease<LuaState>> RentForFilters(CancellationToken cancel) =>
        _filterPool?.Rent(cancel) ?? throw new ScriptException("no filter is registered");

    /// <summary>Others serve the calls to come; the states go with the last call.</summary>
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

    private ScriptError? Prepare(LuaState state)
    {
        var loading = new ModuleLoading(_server!, _memory, _time);
        state.Context = loading;
        foreach (var name in Folder.Names)
        {
            loading.Module = name;
            var error = state.Require(name, out var module);
            state.Release(module);
            if (error is not null) return Placed(error, name);
        }

        state.Context = null;
        Loadings.Add(state, loading);
        if (!_isKnown) Learn(loading);
        return null;
    }

    /// <summary>Every state registers the same; the first is the one that is believed.</summary>
    private void Learn(ModuleLoading loading)
    {
        Rpcs = loading.Rpcs.Keys.Select(id => id.ToLowerInvariant()).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _events = [.. loading.Events.Keys];
        OperationBefore = [.. loading.OperationBefore.Keys];
        OperationAfter = [.. loading.OperationAfter.Keys];
        RealtimeBefore = MessagesIn(loading.RealtimeBefore);
        RealtimeAfter = MessagesIn(loading.RealtimeAfter);
        IndexFilters = loading.IndexFilters.Keys.ToFrozenSet(StringComparer.Ordinal);
        BoardFunctions = loading.BoardFunctions.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.Module);
        BracketFunctions = loading.BracketFunctions.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.Module);
        MatchmakerFunctions = loading.MatchmakerFunctions.Keys.ToFrozenSet();
        HasLeagueFunction = loading.LeagueFunction is not null;
        StoreNotifications = loading.StoreNotifications.Keys.ToFrozenSet();
        HasShutdownFunction = loading.ShutdownFunction is not null;
        _isKnown = true;
    }

    /// <summary>The names that messages have; others are never asked for. Calls of functions have no hooks.</summary>
    private static FrozenSet<string> MessagesIn(Dictionary<string, RegisteredFunction> hooks) =>
        MessageKinds.All.Select(kind => kind.Name).Where(name => name != nameof(Protocol.Api.Rpc) && hooks.ContainsKey(name)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>An error's own position is cut off for clients; an operator needs it.</summary>
    private static ScriptError Placed(ScriptError error, string module) =>
        error.Message.StartsWith("module ", StringComparison.Ordinal) ? error : error with { Message = $"module {module}: {error.Message}" };
}
