using System.Collections.Frozen;
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
/// for itself; a script that broke a bound loses its state, and nobody else notices.
/// </summary>
public sealed class BundleHost(ScriptSettings settings, NkServer server, TimeProvider time, ILogger<BundleHost> log) : IRpcFunctions, IEventFunctions, IDisposable
{
    private const string EntryDefault = "index.js";
    private const string InvalidResult = "Runtime function returned invalid data - only allowed one return value of type string.";

    private string _entry = EntryDefault;
    private readonly JavaScriptLibrary _library = NkLibrary.InJavaScript(server);
    private ScriptPool<BundleState>? _pool, _filterPool;
    private Action? _loaded;
    private FrozenSet<string> _rpcs = FrozenSet<string>.Empty;

    /// <summary>What the bundle registered.</summary>
    public BundleRegistrations Registered { get; private set; } = new();

    /// <summary>The bundle; null where there is none, and before <see cref="Load"/>.</summary>
    public JavaScriptProgram? Program { get; private set; }

    /// <summary>States of the pool, idle or at work.</summary>
    public int States => _pool?.Count ?? 0;

    /// <summary>Realtime messages that a function runs before.</summary>
    internal IReadOnlySet<string> RealtimeBefore { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>Realtime messages that a function runs after.</summary>
    internal IReadOnlySet<string> RealtimeAfter { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>Reads the bundle and, from its text, its match handlers, which is all that replays of matches need.</summary>
    /// <exception cref="ModulesRefusedException">The bundle is broken.</exception>
    public void Read()
    {
        if (Compile() is not { } program) return;
        using var state = Make();
        if (state.Script.Run(program) is { } broken) throw Refused(broken);
        if (BundleReading.Of(program) is not { } reading) throw new ModulesRefusedException($"{Where()}: InitModule function not found.");
        try
        {
            Registered = BundleInitializer.MatchesIn(reading, state.Script);
            Program = program;
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
        if (Compile() is not { } program) return;
        Program = program;
        Registered = Start(program);
        _rpcs = Registered.Rpcs.Keys.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        RealtimeBefore = BundleInitializer.MessagesIn(Registered.RealtimeBefore).ToFrozenSet(StringComparer.Ordinal);
        RealtimeAfter = BundleInitializer.MessagesIn(Registered.RealtimeAfter).ToFrozenSet(StringComparer.Ordinal);

        if (ScriptPool.Start(Make, Prepare, Math.Clamp(settings.JavaScriptStatesMin, 0, settings.JavaScriptStatesMax), settings.JavaScriptStatesMax, out _pool) is { } broken)
            throw Refused(broken);
        if (Registered.IndexFilters.Count > 0 && ScriptPool.Start(Make, Prepare, 1, 1, out _filterPool) is { } second) throw Refused(second);
        log.LogInformation("Loaded {Bundle}, functions: {Functions}", _entry, string.Join(", ", _rpcs.Order(StringComparer.Ordinal)));
        _loaded?.Invoke();
    }

    public bool Takes(EventKind kind) => Registered.Events.ContainsKey(kind);

    public bool Knows(string id) => _rpcs.Contains(id);

    public async ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel)
    {
        if (!Registered.Rpcs.TryGetValue(id, out var function)) return Fault.NotFound("RPC function not found");
        var scene = new BundleScene(server, time, "rpc", id, ActorOf(function), request.Caller, cancel);
        return await Run<string>(
            $"RPC function {id}", scene, function, request.Caller, state => BundleContext.OfRpc(state, settings, request), _ => [JsString.Create(payload)],
            static (_, result) => result switch
            {
                JsString text => text.ToString(),
                _ when result.Type is Jint.Runtime.Types.Undefined or Jint.Runtime.Types.Null => "",
                _ => Fault.Internal(InvalidResult),
            }, cancel);
    }

    public async ValueTask Take(GameEvent happened, CancellationToken cancel)
    {
        if (!Registered.Events.TryGetValue(happened.Kind, out var function)) return;
        var scene = new BundleScene(server, time, "event", happened.Name, ActorOf(function), happened.Caller, cancel);
        await Run(
            $"Function for event {happened.Name}", scene, function, happened.Caller, state => BundleContext.OfEvent(state, settings, happened),
            state => [EventOf(state, happened)], static (_, _) => (Answer<Done>)Done.Value, cancel);
    }

    public void Dispose()
    {
        _pool?.Dispose();
        _filterPool?.Dispose();
    }

    /// <summary>In whose name a function of the bundle acts.</summary>
    internal string ActorOf(string function) => $"{_entry}:{function}";

    /// <summary>A match handler as the bundle has it now; null where it has none of that name.</summary>
    internal BundleMatchCode? MatchOf(string handler) => Program is { } program && Registered.Matches.TryGetValue(handler, out var functions)
        ? new(program, handler, ActorOf(handler), functions, _library)
        : null;

    /// <summary>Has this called once the bundle serves calls.</summary>
    internal void WhenLoaded(Action act) => _loaded += act;

    /// <summary>Calls a function of the bundle.</summary>
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
        string what, ScriptScene scene, string function, Caller caller, Func<JavaScriptState, ObjectInstance> context, Func<JavaScriptState, JsValue[]> arguments,
        Func<JavaScriptState, JsValue, Answer<T>> read, CancellationToken cancel, bool isFilter = false)
    {
        if ((isFilter ? _filterPool : _pool) is not { } pool) return Fault.Internal("there is no bundle");
        try
        {
            using var lease = await pool.Rent(cancel);
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

    private ScriptError? Prepare(BundleState state) =>
        state.Script.Run(Program!) ?? (settings.FreezesGlobals ? state.Script.FreezeGlobals() : null);

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

    private JavaScriptProgram? Compile()
    {
        if (Find() is not { } file) return null;
        return JavaScriptProgram.Compile(ReadSource(file), _entry, out var program) is { } unreadable ? throw Refused(unreadable) : program;
    }

    private string? Find()
    {
        _entry = settings.Entry.Length > 0 ? settings.Entry.Replace('\\', '/') : EntryDefault;
        var file = Path.GetFullPath(Path.Combine(settings.Path, _entry));
        if (!file.StartsWith(Path.GetFullPath(settings.Path) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ModulesRefusedException($"{Where()}: is not below runtime.path");
        if (File.Exists(file)) return file;
        return settings.Entry.Length > 0 ? throw new ModulesRefusedException($"{Where()}: there is no such file") : null;
    }

    private string ReadSource(string file)
    {
        if (new FileInfo(file).Length > JavaScriptProgram.SourceMax) throw new ModulesRefusedException($"{Where()}: larger than {JavaScriptProgram.SourceMax} bytes");
        try
        {
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
