using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Scripts;

namespace KaosNet.Api.Sockets;

/// <summary>A server without modules: no functions, no hooks, no match handlers. Whoever loads modules registers over it.</summary>
sealed class NoModules : IRpcFunctions, IScriptHooks, IMatchScripts
{
    public bool Knows(string id) => false;

    public ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel) =>
        ValueTask.FromResult<Answer<string>>(Fault.NotFound("RPC function not found"));

    public bool HasBefore(string operation) => false;

    public bool HasAfter(string operation) => false;

    public ValueTask<Answer<HookedRequest>> Before(string operation, object request, Caller caller, CancellationToken cancel) =>
        ValueTask.FromResult<Answer<HookedRequest>>(new HookedRequest(request));

    public ValueTask After(string operation, object request, object response, Caller caller, CancellationToken cancel) => ValueTask.CompletedTask;

    public Answer<OpenedScript> Open(string handler, IMatchHost host) => new OpenedScript(null);
}
