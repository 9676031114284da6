using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Projections.Brackets;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Modules;
using KaosNet.Store;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// The server's modules: loaded at the start, and anew when their files change; called by clients and other servers. A call runs on its request's own thread, in a state of
/// the pool that it has for itself; a script that used up a bound loses its state, and nobody else notices. All modules are exchanged at one moment: a call that has a
/// state, or waits for one, ends with the code that it began with, and so does a match.
/// </summary>
public sealed class ModuleHost(ScriptSettings settings, NkServer server, TimeProvider time, ILogger<ModuleHost> log)
    : IRpcFunctions, IEventFunctions, IReloadedModules, IDisposable
{
    private const string InvalidResult =
        "Runtime function returned invalid data - only allowed one return value of type String/Byte.";

    private readonly Lock _loading = new();
    private volatile LoadedModules _current = LoadedModules.None;
    private volatile ModuleFolder? _next;
    private Action? _changed;
    private bool _disposed;

    /// <summary>
    /// The modules in use, for those who make states of their own; empty before <see cref="Load"/>. While modules load it is these already, as they may start matches.
    /// </summary>
    public ModuleFolder Folder => _next ?? _current.Folder;

    /// <summary>The modules in use, whatever is being loaded.</summary>
    internal ModuleFolder FolderInUse => _current.Folder;

    /// <summary>The server API, one instance for all states.</summary>
    public LuaLibrary Library { get; } = NkLibrary.Of(server, settings);

    /// <summary>Registered functions, in lower case.</summary>
    public IReadOnlySet<string> Rpcs => _current.Rpcs;

    /// <summary>States of the pool, idle or at work.</summary>
    public int States => _current.States;

    string IReloadedModules.Files => "*.lua";

    /// <summary>Storage indexes that have a filter.</summary>
    internal IReadOnlySet<string> IndexFilters => _current.IndexFilters;

    /// <summary>Names of operations that a function runs before, as they were given.</summary>
    internal IReadOnlyCollection<string> OperationBefore => _current.OperationBefore;

    /// <summary>Names of operations that a function runs after, as they were given.</summary>
    internal IReadOnlyCollection<string> OperationAfter => _current.OperationAfter;

    /// <summary>Realtime messages that a function runs before.</summary>
    internal IReadOnlySet<string> RealtimeBefore => _current.RealtimeBefore;

    /// <summary>Realtime messages that a function runs after.</summary>
    internal IReadOnlySet<string> RealtimeAfter => _current.RealtimeAfter;

    /// <summary>Functions for ends and resets of boards, with the modules that registered them.</summary>
    internal IReadOnlyDictionary<BoardCallback, string> BoardFunctions => _current.BoardFunctions;

    /// <summary>Functions for what happens to brackets, with the modules that registered them.</summary>
    internal IReadOnlyDictionary<BracketCallback, string> BracketFunctions => _current.BracketFunctions;

    /// <summary>Whether there is a function for the end of a league's season.</summary>
    internal bool HasLeagueFunction => _current.HasLeagueFunction;

    /// <summary>What the matchmaker calls.</summary>
    internal IReadOnlySet<MatchmakerCallback> MatchmakerFunctions => _current.MatchmakerFunctions;

    /// <summary>What functions are told of that stores tell.</summary>
    internal IReadOnlySet<StoreNotification> StoreNotifications => _current.StoreNotifications;

    /// <summary>Whether there is a function for the server's end.</summary>
    internal bool HasShutdownFunction => _current.HasShutdownFunction;

    /// <summary>Reads and compiles all modules, which is all that matches need of them.</summary>
    /// <exception cref="ModulesRefusedException">A module is broken.</exception>
    public void Read()
    {
        if (ModuleFolder.Read(settings.Path, out var folder) is { } unreadable) throw new ModulesRefusedException(ProblemOf(unreadable));
        _current = LoadedModules.ForMatches(folder);
    }

    /// <summary>Reads and runs all modules and fills the pool.</summary>
    /// <exception cref="ModulesRefusedException">A module is broken.</exception>
    public void Load()
    {
        lock (_loading)
        {
            if (Exchange() is { } broken) throw new ModulesRefusedException(ProblemOf(broken));
        }
    }

    /// <summary>
    /// Loads all modules anew if one has changed, come or gone. If one cannot be loaded, all stay as they were, and the log says why; what those before it did to the
    /// server while they loaded is done.
    /// </summary>
    public Task Reload(CancellationToken cancel) => Task.Run(Reload, cancel);

    public bool Takes(EventKind kind) => _current.Takes(kind);

    public bool Knows(string id) => _current.Rpcs.Contains(id);

    public async ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel)
    {
        var modules = _current;
        if (!modules.Rpcs.Contains(id)) return Fault.NotFound("RPC function not found");
        try
        {
            // Where there is a thread to compute on; a state is rented without a further step then.
            await SocketThreads.Leave();
            using var lease = await modules.Rent(cancel);
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
        var modules = _current;
        if (!modules.Takes(happened.Kind)) return;
        using var lease = await modules.Rent(cancel);
        foreach (var registered in LoadingOf(lease.State).Events.GetValueOrDefault(happened.Kind, []))
        {
            // A state that used up a bound is of no use any more.
            if (lease.State.Spoiled) return;
            Run(lease.State, registered, happened, cancel);
        }
    }

    public void Dispose()
    {
        lock (_loading)
        {
            _disposed = true;
            _current.Dispose();
        }
    }

    /// <summary>Has this called whenever functions may have come or gone.</summary>
    internal void WhenChanged(Action act) => _changed += act;

    /// <summary>A state that serves calls. What was there when the caller looked may be gone from it: then there is nothing to call.</summary>
    internal ValueTask<ScriptLease<LuaState>> Rent(CancellationToken cancel) => _current.Rent(cancel);

    /// <summary>The state that filters of storage indexes run in.</summary>
    internal ValueTask<ScriptLease<LuaState>> RentForFilters(CancellationToken cancel) => _current.RentForFilters(cancel);

    /// <summary>What modules registered in a state.</summary>
    internal static ModuleLoading LoadingOf(LuaState state) => LoadedModules.LoadingOf(state);

    private Answer<string> Run(LuaState state, string id, string payload, RpcRequest request, CancellationToken cancel)
    {
        if (!LoadingOf(state).Rpcs.TryGetValue(id, out var registered)) return Fault.NotFound("RPC function not found");
        state.Context = new CallScene(server, time, "rpc", id, registered.Module, request.Caller, cancel);
        using var run = ScriptContext.PrepareRpc(state, settings, registered.Function, request, payload);
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

    private void Reload()
    {
        lock (_loading)
        {
            if (_disposed) return;
            using var indexes = server.RenewIndexes();
            if (Exchange() is { } broken) log.LogError("{Problem}; what was loaded before stays in use", ProblemOf(broken));
        }
    }

    /// <summary>Reads the folder and, if it is not what is in use, loads it and has it take the place of what is.</summary>
    private ScriptError? Exchange()
    {
        if (ModuleFolder.Read(settings.Path, out var folder) is { } unreadable) return unreadable;
        var before = _current;
        if (folder.IsSameAs(before.Folder)) return null;
        _next = folder;
        try
        {
            if (LoadedModules.Load(folder, settings, settings.StateOptions([Library], folder.Modules, Print), server, time, out var loaded) is { } broken) return broken;
            _current = loaded;
        }
        finally
        {
            _next = null;
        }

        before.Retire();
        log.LogInformation("Loaded {Modules} modules, functions: {Functions}", folder.Names.Count, string.Join(", ", _current.Rpcs.Order(StringComparer.Ordinal)));
        _changed?.Invoke();
        return null;
    }

    private void Print(string line) => log.LogInformation("{Line}", line);

    private string ProblemOf(ScriptError error)
    {
        if (error.Trace is { Length: > 0 } trace) log.LogDebug("{Trace}", trace);
        return $"runtime.path {settings.Path}: {error.Message.ReplaceLineEndings(" ")}";
    }
}
