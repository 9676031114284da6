using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.CSharp;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Tests.Nk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Scripting.Tests.CSharp;

/// <summary>C# modules compiled into a folder and loaded, on a server that has what the test gives it.</summary>
internal sealed class CSharpBench : IDisposable
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Nothing = [];

    public CSharpBench(IServiceProvider? services = null)
    {
        Settings = ModuleBench.Defaults;
        Server = new NkServer(services ?? new ServiceCollection().BuildServiceProvider(), Log);
        Modules = new CSharpModules(Settings, Server, Time, new TypedLog<CSharpModules>(Log));
        Functions = new CSharpFunctions(Modules);
    }

    public ScriptSettings Settings { get; }

    public NkServer Server { get; }

    public CSharpModules Modules { get; }

    public CSharpFunctions Functions { get; }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    public LinesLog Log { get; } = new();

    public string Folder => Settings.Path;

    /// <summary>One loaded module, "main".</summary>
    public static async Task<CSharpBench> Of(string body, string types = "", IServiceProvider? services = null)
    {
        var bench = new CSharpBench(services).With("main", body, types);
        await bench.Modules.Load(CancellationToken.None);
        return bench;
    }

    /// <summary>Puts a module into the folder.</summary>
    public CSharpBench With(string name, string body, string types = "")
    {
        ModuleSource.Compile(Folder, name, ModuleSource.Module(body, types));
        return this;
    }

    /// <summary>What loading says to the operator.</summary>
    public async Task<string> Refusal() =>
        (await Should.ThrowAsync<ModulesRefusedException>(() => Modules.Load(CancellationToken.None))).Message.Replace(Folder, "FOLDER", StringComparison.Ordinal);

    /// <summary>The function's answer, or "code: text" of its refusal.</summary>
    public async Task<string> Say(string id = "f", string payload = "", Caller? caller = null, RpcRequest? request = null)
    {
        request ??= new RpcRequest(caller ?? new Caller { Source = Source.Client, Correlation = "r1" }, Nothing, Nothing);
        var answer = await Functions.Call(id, payload, request, CancellationToken.None);
        return answer.Fault is { } fault ? $"{(int)fault.Code}: {fault.Message}" : answer.Value;
    }

    public void Dispose() => Modules.Dispose();
}
