using KaosNet.Modules;

namespace KaosNet.BenchModule;

/// <summary>What the benchmarks need on a server in C#: a function that answers what it was sent.</summary>
public sealed class EchoModule : IServerModule
{
    public void Initialize(IModuleSetup setup) => setup.Rpc("echo-csharp", (_, payload) => payload);
}
