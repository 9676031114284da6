using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Projections.Brackets;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Modules;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// The server's modules: loaded at the start, then called by clients and other servers. A call runs on its request's own thread, in a state of
/// the pool that it has for itself; a script that used up a bound loses its state, and nobody else notices.
/// </summary>
public sealed class ModuleHost(ScriptSettings settings, NkServer server, TimeProvider time, ILogger<ModuleHost> log) : IRpcFunctions, IEventFunctions, IDisposable
{
    private const string InvalidResult =
        "Runtime function returned invalid data - only allowed one return value of type String/Byte.";

    private readonly ConditionalWeakTable<LuaState, ModuleLoading> _loaded = [];
    private readonly LoadingMemory _memory = new();
    private ScriptPool<LuaState>? _pool, _filterPool;
    private readonly bool[] _events = new bool[Enum.GetValues<EventKind>().Length];
    private Action? _loadedModules;
    private FrozenSet<string> _rpcs = FrozenSet<string>.Empty;

    /// <summary>The modules, for those who make states of their own; empty before <see cref="Load"/>.</summary>
    public ModuleFolder Folder { get; private set; } = ModuleFolder.Empty;

    /// <summary>The server API, one instance for all states.</summary>
    public LuaLibrary Library { get; } = NkLibrary.Of(server, settings);

    /// <summary>Registered functions, in lower case.</summary>
    public IReadOnlySet<string> Rpcs => _rpcs;

    /// <summary>Storage indexes that have a filter.</summary>
    internal IReadOnlySet<string> IndexFilters { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>Names of operations that a function runs before, as they were given.</summary>
    internal IReadOnlyCollection<string> OperationBefore { get; private set; } = [];

    /// <summary>Names of operations that a function runs after, as they were given.</summary>
    internal IReadOnlyCollection<string> OperationAfter { get; private set; } = [];

    /// <summary>Realtime messages that a function runs before.</summary>
    internal IReadOnlySet<string> RealtimeBefore { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>Realtime messages that a function runs after.</summary>
    internal IReadOnlySet<string> RealtimeAfter { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>Functions for ends and resets of boards, with the modules that registered them.</summary>
    internal IReadOnlyDictionary<BoardCallback, string> BoardFunctions { get; private set; } = FrozenDictionary<BoardCallback, string>.Empty;

    /// <summary>Functions for what happens to brackets, with the modules that registered them.</summary>
    internal IReadOnlyDictionary<BracketCallback, string> BracketFunctions { get; private set; } = FrozenDictionary<BracketCallback, string>.Empty;

    /// <summary>Whether there is a function for the end of a league's season.</summary>
    internal bool HasLeagueFunction { get; private set; }

    /// <summary>What the matchmaker calls.</summary>
    internal IReadOnlySet<MatchmakerCallback> MatchmakerFunctions { get; private set; } = FrozenSet<MatchmakerCallback>.Empty;

    /// <summary>Whether there is a function for the server's end.</summary>
    internal bool HasShutdownFunction { get; private set; }

    /// <summary>States of the pool, idle or at work.</summary>
    public int States => _pool?.Count ?? 0;

    /// <summary>Reads and compiles all modules, which is all that matches need of them.</summary>
    /// <exception cref="ModulesRefusedException">A module is broken.</exception>
    public void Read()
    {
        if (ModuleFolder.Read(settings.Path, out var folder) is { } unreadable) throw Refused(unreadable);
        Folder = folder;
    }

    /// <summary>Reads and runs all modules and fills the pool.</summary>
    /// <exception cref="ModulesRefusedException">A module is broken.</exception>
    public void Load()
    {
        Read();
        if (Folder.Names.Count == 0) return;

        var options = settings.StateOptions([Library], Folder.Modules, Print);
        LuaState Make() => new(options);
        // The first state is made even if none is to be kept ready: it shows whether the modules are sound.
        if (ScriptPool.Start(Make, Prepare, Math.Clamp(settings.StatesMin, 1, settings.StatesMax), settings.StatesMax, out _pool) is { } broken)
            throw Refused(broken);
        if (IndexFilters.Count > 0 && ScriptPool.Start(Make, Prepare, 1, 1, out _filterPool) is { } second) throw Refused(second);
        log.LogInformation("Loaded {Modules} modules, functions: {Functions}", Folder.Names.Count, string.Join(", ", _rpcs.Order(StringComparer.Ordinal)));
        _loadedModules?.Invoke();
    }

    public bool Takes(EventKind kind) => _events[(int)kind];

    public bool Knows(string id) => _rpcs.Contains(id);

    public async ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel)
    {
        if (_pool is null || !Knows(id)) return Fault.NotFound("RPC function not found");
        try
        {
            using var lease = await _pool.Rent(cancel);
            return Run(lease.State, id, payload, request, cancel);
        }
        catch (ScriptException broken)
        {
            log.LogError("A script state could not be made: {Error}", broken.Message);
            return Fault.Internal(broken.Message);
        }
    }

    public async ValueTask Take(GameEvent happened, CancellationToken cancel)
    {
        if (_pool is null || !Takes(happened.Kind)) return;
        using var lease = await _pool.Rent(cancel);
        if (!_loaded.TryGetValue(lease.State, out var loaded)) return;
        foreach (var registered in loaded.Events.GetValueOrDefault(happened.Kind, []))
        {
            // A state that used up a bound is of no use any more.
            if (lease.State.Spoiled) return;
            Run(lease.State, registered, happened, cancel);
        }
    }

    public void Dispose()
    {
        _pool?.Dispose();
        _filterPool?.Dispose();
    }

    /// <summary>Has this called once modules are loaded and serve calls.</summary>
    internal void WhenLoaded(Action act) => _loadedModules += act;

    /// <summary>A state that serves calls.</summary>
    internal ValueTask<ScriptLease<LuaState>> Rent(CancellationToken cancel) => _pool?.Rent(cancel) ?? throw new ScriptException("there are no modules");

    /// <summary>The state that filters of storage indexes run in.</summary>
    internal ValueTask<ScriptLease<LuaState>> RentForFilters(CancellationToken cancel) =>
        _filterPool?.Rent(cancel) ?? throw new ScriptException("no filter is registered");

    /// <summary>What modules registered in a state.</summary>
    internal ModuleLoading LoadingOf(LuaState state) =>
        _loaded.TryGetValue(state, out var loaded) ? loaded : throw new ScriptException("the state has no modules");

    private Answer<string> Run(LuaState state, string id, string payload, RpcRequest request, CancellationToken cancel)
    {
        if (!_loaded.TryGetValue(state, out var loaded) || !loaded.Rpcs.TryGetValue(id, out var registered)) return Fault.NotFound("RPC function not found");
        state.Context = new CallScene(server, time, "rpc", id, registered.Module, request.Caller, cancel);
        using var run = state.Prepare(registered.Function);
        var values = run.Values;
        ScriptContext.PushRpc(values, settings, request);
        values.Push(payload);
        return run.Execute() is { } error ? Failed(state, $"RPC function {id}", error, request.Caller) : ResultOf(run.Values);
    }

    private void Run(LuaState state, RegisteredFunction registered, GameEvent happened, CancellationToken cancel)
    {
        state.Context = new CallScene(server, time, "event", happened.Name, registered.Module, happened.Caller, cancel);
        using var run = state.Prepare(registered.Function);
        ScriptContext.PushEvent(run.Values, settings, happened);
        if (run.Execute(0) is not { } error) return;
        log.LogError(
            state.LastHostException, "A function of {Module} failed with event {Event}: {Error}; request {Correlation}; {Trace}", registered.Module,
            happened.Name, error.Message, happened.Caller.Correlation, error.Trace);
        state.LastHostException = null;
    }

    /// <summary>The last value counts; none and nil are an empty text.</summary>
    private static Answer<string> ResultOf(LuaStack results)
    {
        if (results.Count == 0 || results.IsNil(-1)) return "";
        return results.Kind(-1) == LuaKind.Text ? results.Text(-1)! : Fault.Internal(InvalidResult);
    }

    /// <summary>What a caller is told of an error in a function, which is logged unless it was the function's own choice.</summary>
    internal Fault Failed(LuaState state, string function, ScriptError error, Caller caller)
    {
        if (!error.Chosen)
        {
            log.LogError(
                state.LastHostException, "{Function} failed: {Error}; request {Correlation}; {Trace}", function, error.Message, caller.Correlation,
                error.Trace);
        }

        state.LastHostException = null;
        var code = error.Code is > 0 and < 17 ? (FaultCode)error.Code : FaultCode.Internal;
        return new(code, settings.ShowsTraces && error.Trace is { } trace ? $"{error.Message}\n{trace}" : error.Message);
    }

    private ScriptError? Prepare(LuaState state)
    {
        var loading = new ModuleLoading(server, _memory, time);
        state.Context = loading;
        foreach (var name in Folder.Names)
        {
            loading.Module = name;
            var error = state.Require(name, out var module);
            state.Release(module);
            if (error is not null) return Placed(error, name);
        }

        state.Context = null;
        _loaded.Add(state, loading);
        foreach (var kind in loading.Events.Keys) _events[(int)kind] = true;
        HasLeagueFunction |= loading.LeagueFunction is not null;
        HasShutdownFunction |= loading.ShutdownFunction is not null;
        if (MatchmakerFunctions.Count == 0) MatchmakerFunctions = loading.MatchmakerFunctions.Keys.ToFrozenSet();
        if (IndexFilters.Count == 0) IndexFilters = loading.IndexFilters.Keys.ToFrozenSet(StringComparer.Ordinal);
        if (BoardFunctions.Count == 0) BoardFunctions = loading.BoardFunctions.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.Module);
        if (OperationBefore.Count == 0) OperationBefore = [.. loading.OperationBefore.Keys];
        if (OperationAfter.Count == 0) OperationAfter = [.. loading.OperationAfter.Keys];
        if (RealtimeBefore.Count == 0) RealtimeBefore = MessagesIn(loading.RealtimeBefore);
        if (RealtimeAfter.Count == 0) RealtimeAfter = MessagesIn(loading.RealtimeAfter);
        if (BracketFunctions.Count == 0) BracketFunctions = loading.BracketFunctions.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.Module);
        if (_rpcs.Count == 0) _rpcs = loading.Rpcs.Keys.Select(id => id.ToLowerInvariant()).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        return null;
    }

    /// <summary>The names that messages have; others are never asked for. Calls of functions have no hooks.</summary>
    private static FrozenSet<string> MessagesIn(Dictionary<string, RegisteredFunction> hooks) =>
        MessageKinds.All.Select(kind => kind.Name).Where(name => name != nameof(Protocol.Api.Rpc) && hooks.ContainsKey(name)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>An error's own position is cut off for clients; an operator needs it.</summary>
    private static ScriptError Placed(ScriptError error, string module) =>
        error.Message.StartsWith("module ", StringComparison.Ordinal) ? error : error with { Message = $"module {module}: {error.Message}" };

    private void Print(string line) => log.LogInformation("{Line}", line);

    private ModulesRefusedException Refused(ScriptError error)
    {
        if (error.Trace is { Length: > 0 } trace) log.LogDebug("{Trace}", trace);
        return new($"runtime.path {settings.Path}: {error.Message.ReplaceLineEndings(" ")}");
    }
}
