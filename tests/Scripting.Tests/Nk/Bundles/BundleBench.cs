using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Nk.Bundles;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Nk.Bundles;

/// <summary>A bundle written into a folder, on a server that has what the test gives it.</summary>
internal sealed class BundleBench : IDisposable
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Nothing = [];

    private BundleBench(string source, IServiceProvider? services, ScriptSettings settings)
    {
        Settings = settings;
        var file = Path.Combine(settings.Path, settings.Entry.Length > 0 ? settings.Entry : "index.js");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, source);
        Server = new NkServer(services ?? new ServiceCollection().BuildServiceProvider(), Log);
        Host = new BundleHost(settings, Server, TimeProvider.System, new TypedLog<BundleHost>(Log));
    }

    public ScriptSettings Settings { get; }

    public NkServer Server { get; }

    public BundleHost Host { get; }

    public LinesLog Log { get; } = new();

    public static ScriptSettings Defaults => ModuleBench.Defaults with { JavaScriptStatesMin = 1, JavaScriptStatesMax = 2, Statements = 500_000 };

    public static BundleBench Of(string source, IServiceProvider? services = null, ScriptSettings? settings = null)
    {
        var bench = new BundleBench(source, services, settings ?? Defaults);
        bench.Host.Load();
        return bench;
    }

    /// <summary>A bundle whose InitModule has this body, with a few global functions to register.</summary>
    public static BundleBench OfInit(string body, string globals = "", IServiceProvider? services = null) => Of(SourceOf(body, globals), services);

    /// <summary>A bundle whose one function, "f", has this body, with <c>ctx</c>, <c>logger</c>, <c>nk</c> and <c>payload</c> at hand.</summary>
    public static BundleBench OfFunction(string body, IServiceProvider? services = null, ScriptSettings? settings = null) =>
        Of($"function f(ctx, logger, nk, payload) {{ {body} }}\nfunction InitModule(ctx, logger, nk, initializer) {{ initializer.registerRpc('f', f); }}", services, settings);

    /// <summary>What loading this bundle says to the operator, after the file's name.</summary>
    public static string RefusalOf(string source, ScriptSettings? settings = null)
    {
        using var bench = new BundleBench(source, null, settings ?? Defaults);
        var refusal = Should.Throw<ModulesRefusedException>(bench.Host.Load).Message;
        refusal.ShouldStartWith($"runtime.path {bench.Settings.Path}: ");
        refusal.ShouldNotContain('\n');
        return refusal[$"runtime.path {bench.Settings.Path}: ".Length..];
    }

    public static string SourceOf(string init, string globals = "") => $$"""
        function f(ctx, logger, nk, payload) { return 'f ' + payload; }
        var g = function (ctx, logger, nk, payload) { return 'g ' + payload; };
        const hidden = () => 'hidden';
        var id = 'from a variable';
        var ns = { f: f, other: g };
        {{globals}}
        function InitModule(ctx, logger, nk, initializer) { {{init}} }
        """;

    public ValueTask<Answer<string>> Call(string id, string payload = "", RpcRequest? request = null) =>
        Host.Call(id, payload, request ?? new RpcRequest(new Caller { Source = Source.Client }, Nothing, Nothing), CancellationToken.None);

    /// <summary>The function's answer, or "code: text" of its refusal.</summary>
    public async Task<string> Say(string id = "f", string payload = "", RpcRequest? request = null)
    {
        var answer = await Call(id, payload, request);
        return answer.Fault is { } fault ? $"{(int)fault.Code}: {fault.Message}" : answer.Value;
    }

    public void Dispose() => Host.Dispose();
}
