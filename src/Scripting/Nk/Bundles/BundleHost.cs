using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk.Bundles.Matches;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>
/// The server's module in JavaScript, one bundle (parity runtime.md sections 1 and 3): run once in a state that is thrown away, in which InitModule says what the
/// bundle does; then in every state of the pool, which finds the functions again by their names. A call runs on its request's own thread in a state that it has
/// for itself; a script that broke a bound loses its state, and nobody else notices. When its file has changed it is loaded anew and exchanged at one moment; calls end
/// with the code that they began with.
/// </summary>
public sealed class BundleHost(ScriptSettings settings, NkServer server, TimeProvider time, ILogger<BundleHost> log)
    : IRpcFunctions, IEventFunctions, IReloadedModules, IDisposable
{
    private const string EntryDefault = "index.js";
    private const string InvalidResult = "Runtime function returned invalid data - only allowed one return value of type string.";

    private readonly string _entry = settings.Entry.Length > 0 ? settings.Entry.Replace('\\', '/') : EntryDefault;
    private readonly JavaScriptLibrary _library = NkLibrary.InJavaScript(server);
    private readonly Lock _loading = new();
    private volatile LoadedBundle _current = LoadedBundle.None;
    private Action? _changed;
    private bool _disposed;

    /// <summary>What the bundle registered.</summary>
    public BundleRegistrations Registered => _current.Registered;

    /// <summary>The bundle; null where there is none, and before <see cref="Load"/>.</summary>
    public JavaScriptProgram? Program => _current.Program;

    /// <summary>States of the pool, idle or at work.</summary>
    public int States => _current.States;

    string IReloadedModules.Files => _entry;

    /// <summary>The bundle in use, for who needs more than one thing of it.</summary>
    internal LoadedBundle Current => _current;

    /// <summary>Reads the bundle and, from its text, its match handlers, which is all that replays of matches need.</summary>
    /// <exception cref="ModulesRefusedException">The bundle is broken.</exception>
    public void Read()
    {
        if (Find() is not { } file) return;
        var source = ReadSource(file);
        var program = Compile(source);
        using var state = Make();
        if (state.Script.Run(program) is { } broken) throw Refused(broken);
        if (BundleReading.Of(program) is not { } reading) throw new ModulesRefusedException($"{Where()}: InitModule function not found.");
        try
        {
            _current = LoadedBundle.ForMatches(program, source, BundleInitializer.MatchesIn(reading, state.Script));
        }
        catch (ScriptException unclear)
        {
            throw new ModulesRefusedException($"{Where()}: {unclear.Message}");
        }
    }

    /// <summary>Reads the bundle, runs its InitModule and fills the pool. Nothing where there is no bundle.</summary>
    /// <exception cref="ModulesRefusedException">The bundle is broken.</exception>
    public void Load()
    {
        lock (_loading) Exchange();
    }

    /// <summary>
    /// Loads the bundle anew if it has changed, come or gone. If it cannot be loaded, the old one stays, and the log says why; what its InitModule did to the server until
    /// then is done.
    /// </summary>
    public Task Reload(CancellationToken cancel) => Task.Run(Reload, cancel);

    public bool Takes(EventKind kind) => Registered.Events.ContainsKey(kind);

    public bool Knows(string id) => _current.Rpcs.Contains(id);

    public async ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel)
    {
        var loaded = _current;
        if (!loaded.Registered.Rpcs.TryGetValue(id, out var function)) return Fault.NotFound("RPC function not found");
        var scene = new BundleScene(server, time, "rpc", id, ActorOf(function), request.Caller, cancel);
        return await Run<string>(
            loaded, $"RPC function {id}", scene, function, request.Caller, state => BundleContext.OfRpc(state, settings, request), _ => [JsString.Create(payload)],
            static (_, result) => result switch
            {
                JsString text => text.ToString(),
                _ when result.Type is Jint.Runtime.Types.Undefined or Jint.Runtime.Types.Null => "",
                _ => Fault.Internal(InvalidResult),
            }, cancel);
    }

    public async ValueTask Take(GameEvent happened, CancellationToken cancel)
    {
        var loaded = _current;
        if (!loaded.Registered.Events.TryGetValue(happened.Kind, out var function)) return;
        var scene = new BundleScene(server, time, "event", happened.Name, ActorOf(function), happened.Caller, cancel);
        await Run(
            loaded, $"Function for event {happened.Name}", scene, function, happened.Caller, state => BundleContext.OfEvent(state, settings, happened),
            state => [EventOf(state, happened)], static (_, _) => (Answer<Done>)Done.Value, cancel);
    }

    public void Dispose()
    {
        lock (_loading)
        {
            _disposed = true;
            _current.Dispose();
        }
    }

    /// <summary>In whose name a function of the bundle acts.</summary>
    internal string ActorOf(string function) => $"{_entry}:{function}";

    /// <summary>A match handler as the bundle has it now; null where it has none of that name. A match keeps the bundle that was in use when it began.</summary>
    internal BundleMatchCode? MatchOf(string handler)
    {
        var loaded = _current;
        return loaded.Program is { } program && loaded.Registered.Matches.TryGetValue(handler, out var functions)
            ? new(program, handler, ActorOf(handler), functions, _library)
            : null;
    }

    /// <summary>Has this called whenever functions may have come or gone.</summary>
    internal void WhenChanged(Action act) => _changed += act;

    /// <summary>Calls a function of the bundle.</summary>
    /// <param name="loaded">The bundle that the function was found in; it may have been replaced meanwhile.</param>
    /// <param name="what">What it is, for the log.</param>
    /// <param name="scene">What it runs for.</param>
    /// <param name="function">Its name.</param>
    /// <param name="caller">Who is behind it.</param>
    /// <param name="context">Its first argument.</param>
    /// <param name="arguments">Its arguments after the server's API.</param>
    /// <param name="read">Makes an answer of what it returned.</param>
    /// <param name="cancel">Gives up waiting for a state.</param>
    /// <param name="isFilter">Whether it is a filter of a storage index: these have a state of their own, as calls that wait for an index hold states of the pool.</param>
    internal async ValueTask<Answer<T>> Run<T>(
        LoadedBundle loaded, string what, ScriptScene scene, string function, Caller caller, Func<JavaScriptState, ObjectInstance> context, Func<JavaScriptState, JsValue[]> arguments,
        Func<JavaScriptState, JsValue, Answer<T>> read, CancellationToken cancel, bool isFilter = false)
    {
        try
        {
            using var lease = await loaded.Rent(isFilter, cancel);
            var state = lease.State;
            var error = state.Call(scene, function, context(state.Script), arguments(state.Script), out var result);
            return error is null ? read(state.Script, result) : Failed(state.Script, what, error, caller);
        }
        catch (ScriptException broken)
        {
            log.LogError("A script state for {Function} could not be made: {Error}", what, broken.Message);
            return Fault.Internal(broken.Message);
        }
    }

    /// <summary>What a caller is told of an error in a function, which is logged unless it was the function's own choice.</summary>
    private Fault Failed(JavaScriptState state, string what, ScriptError error, Caller caller)
    {
        if (!error.Chosen)
            log.LogError(state.LastHostException, "{Function} failed: {Error}; request {Correlation}; {Trace}", what, error.Message, caller.Correlation, error.Trace);
        state.LastHostException = null;
        return new((FaultCode)error.Code, error.Message) { StackTrace = error.Trace ?? "" };
    }

    private JavaScriptState NewState() => new(settings.JavaScriptOptions(time));

    private BundleState Make() => new(NewState(), _library, server);

    private void Reload()
    {
        lock (_loading)
        {
            if (_disposed) return;
            using var indexes = server.RenewIndexes();
            try
            {
                Exchange();
            }
            catch (ModulesRefusedException refused)
            {
                log.LogError("{Problem}; what was loaded before stays in use", refused.Message);
            }
        }
    }

    /// <summary>Reads the bundle and, if it is not what is in use, loads it and has it take the place of what is.</summary>
    /// <exception cref="ModulesRefusedException">The bundle is broken.</exception>
    private void Exchange()
    {
        var source = Find() is { } file ? ReadSource(file) : null;
        var before = _current;
        if (source == before.Source) return;
        var next = source is not null ? Loaded(source) : LoadedBundle.None;
        _current = next;
        before.Retire();
        if (source is null) log.LogInformation("{Bundle} is gone", _entry);
        else log.LogInformation("Loaded {Bundle}, functions: {Functions}", _entry, string.Join(", ", next.Rpcs.Order(StringComparer.Ordinal)));
        _changed?.Invoke();
    }

    private LoadedBundle Loaded(string source)
    {
        var program = Compile(source);
        var registered = Start(program);
        ScriptError? Prepare(BundleState state) => state.Script.Run(program) ?? (settings.FreezesGlobals ? state.Script.FreezeGlobals() : null);
        return LoadedBundle.Load(program, source, registered, settings, Make, Prepare, out var loaded) is { } broken ? throw Refused(broken) : loaded;
    }

    /// <summary>Runs the bundle and its InitModule, once in the process.</summary>
    private BundleRegistrations Start(JavaScriptProgram program)
    {
        using var state = Make();
        if (state.Script.Run(program) is { } broken) throw Refused(broken);
        if (BundleReading.Of(program) is not { } reading || !JavaScriptState.IsFunction(state.Script.Global(BundleReading.EntryPoint)))
            throw new ModulesRefusedException($"{Where()}: InitModule function not found.");
        var initializer = new BundleInitializer(reading, state.Script, server);
        var context = BundleContext.OfStart(state.Script, settings);
        var scene = new BundleStart(server, time, _entry);
        if (state.Call(scene, BundleReading.EntryPoint, context, [state.Script.ObjectOf(initializer.Library())], out _) is { } failed) throw Refused(failed);
        if (initializer.Registered.Functions.FirstOrDefault(name => !JavaScriptState.IsFunction(state.Script.Global(name))) is { } missing)
            throw new ModulesRefusedException($"{Where()}: function \"{missing}\" not registered in the global object scope");
        return initializer.Registered;
    }

    private JavaScriptProgram Compile(string source) =>
        JavaScriptProgram.Compile(source, _entry, out var program) is { } unreadable ? throw Refused(unreadable) : program!;

    private string? Find()
    {
        var file = Path.GetFullPath(Path.Combine(settings.Path, _entry));
        if (!file.StartsWith(Path.GetFullPath(settings.Path) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ModulesRefusedException($"{Where()}: is not below runtime.path");
        if (File.Exists(file)) return file;
        return settings.Entry.Length > 0 ? throw new ModulesRefusedException($"{Where()}: there is no such file") : null;
    }

    private string ReadSource(string file)
    {
        try
        {
            if (new FileInfo(file).Length > JavaScriptProgram.SourceMax) throw new ModulesRefusedException($"{Where()}: larger than {JavaScriptProgram.SourceMax} bytes");
            return File.ReadAllText(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ModulesRefusedException($"{Where()}: {refused.Message}");
        }
    }

    private static ObjectInstance EventOf(JavaScriptState state, GameEvent happened)
    {
        var made = state.NewObject();
        made.FastSetDataProperty("name", JsString.Create(happened.Name));
        made.FastSetDataProperty("properties", BundleContext.Texts(state, happened.Properties));
        if (happened.UnixSeconds is { } seconds) made.FastSetDataProperty("timestamp", JsNumber.Create(seconds));
        made.FastSetDataProperty("external", happened.IsExternal ? JsBoolean.True : JsBoolean.False);
        return made;
    }

    private string Where() => $"runtime.path {settings.Path}: {_entry}";

    private ModulesRefusedException Refused(ScriptError error)
    {
        if (error.Trace is { Length: > 0 } trace) log.LogDebug("{Trace}", trace);
        return new($"{Where()}: {error.Message.ReplaceLineEndings(" ")}");
    }
}
