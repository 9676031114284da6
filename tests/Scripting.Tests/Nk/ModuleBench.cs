using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Nk;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Modules written into a folder and loaded, on a server that has what the test gives it.</summary>
internal sealed class ModuleBench : IDisposable
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Nothing = [];

    private ModuleBench(ScriptSettings settings, IServiceProvider? services, Dictionary<string, string> modules)
    {
        Folder = settings.Path;
        foreach (var (name, source) in modules) File.WriteAllText(Path.Combine(Folder, name + ".lua"), source);
        Server = new NkServer(services ?? new ServiceCollection().BuildServiceProvider(), Log);
        Host = new ModuleHost(settings, Server, TimeProvider.System, new TypedLog<ModuleHost>(Log));
        Settings = settings;
    }

    public string Folder { get; }

    public ScriptSettings Settings { get; }

    public NkServer Server { get; }

    public ModuleHost Host { get; }

    public LinesLog Log { get; } = new();

    public static ScriptSettings Defaults => new()
    {
        Path = TestFolder.Create("modules"), Node = "node1", Version = "9.9", StatesMin = 1, StatesMax = 2,
        Env = new Dictionary<string, string> { ["season"] = "3" },
    };

    public static ModuleBench Of(string source, IServiceProvider? services = null) => Of(new Dictionary<string, string> { ["main"] = source }, services);

    public static ModuleBench Of(Dictionary<string, string> modules, IServiceProvider? services = null, ScriptSettings? settings = null)
    {
        var bench = new ModuleBench(settings ?? Defaults, services, modules);
        bench.Host.Load();
        return bench;
    }

    /// <summary>A module that is not loaded yet.</summary>
    public static ModuleBench Unloaded(string source) => new(Defaults, null, new Dictionary<string, string> { ["main"] = source });

    /// <summary>A module whose one function, "f", has this body, with <c>context</c>, <c>payload</c> and <c>nk</c> at hand.</summary>
    public static ModuleBench OfFunction(string body, IServiceProvider? services = null, ScriptSettings? settings = null) => Of(
        new Dictionary<string, string> { ["main"] = $"local nk = require('nakama')\nnk.register_rpc(function(context, payload) {body} end, 'f')" },
        services, settings);

    /// <summary>What loading these modules says to the operator.</summary>
    public static string RefusalOf(Dictionary<string, string> modules)
    {
        using var bench = new ModuleBench(Defaults, null, modules);
        return Should.Throw<ModulesRefusedException>(bench.Host.Load).Message;
    }

    public ValueTask<Answer<string>> Call(string id, string payload = "", Caller? caller = null) =>
        Host.Call(id, payload, new RpcRequest(caller ?? new Caller { Source = Source.Client }, Nothing, Nothing), CancellationToken.None);

    /// <summary>The function's answer, or "code: text" of its refusal.</summary>
    public async Task<string> Say(string id = "f", string payload = "", Caller? caller = null)
    {
        var answer = await Call(id, payload, caller);
        return answer.Fault is { } fault ? $"{(int)fault.Code}: {fault.Message}" : answer.Value;
    }

    public void Dispose() => Host.Dispose();
}

/// <summary>Keeps what is logged.</summary>
internal sealed class LinesLog : ILogger
{
    private readonly List<string> _lines = [];

    /// <summary>Told of each line by whoever logs it.</summary>
    public Action<string>? Logging { get; set; }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{logLevel}: {formatter(state, exception)}";
        lock (_lines) _lines.Add(line);
        Logging?.Invoke(line);
    }
}

internal sealed class TypedLog<T>(ILogger log) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => log.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Log(logLevel, eventId, state, exception, formatter);
}
