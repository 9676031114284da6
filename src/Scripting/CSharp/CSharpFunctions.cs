using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.CSharp.Calling;
using GameEvent = KaosNet.Realtime.Scripts.GameEvent;

namespace KaosNet.Scripting.CSharp;

/// <summary>Functions of C# modules that clients call, that events go to, and the one for the server's end.</summary>
public sealed class CSharpFunctions(CSharpModules modules) : IRpcFunctions, IEventFunctions, IShutdownFunctions
{
    /// <summary>Whether there is a function for the server's end.</summary>
    public bool Has => modules.Functions.Shutdown is not null;

    public bool Knows(string id) => modules.Functions.Rpcs.ContainsKey(id);

    public async ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel)
    {
        var frame = new CallFrame("rpc", "rpc " + id, "RPC function " + id, request.Caller, cancel) { Request = request };
        return await modules.Call(
            static (functions, call) => functions.Rpcs.GetValueOrDefault(call.id), (id, payload), frame,
            static (function, context, call) => function(context, call.payload)) is { } answer
            ? answer.As(static text => text ?? "")
            : Fault.NotFound("RPC function not found");
    }

    public bool Takes(EventKind kind) => modules.Functions.Events.ContainsKey(kind);

    public async ValueTask Take(GameEvent happened, CancellationToken cancel)
    {
        if (!modules.Functions.Events.TryGetValue(happened.Kind, out var functions)) return;
        DateTimeOffset? at = happened.UnixSeconds is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        var told = new KaosNet.Modules.Events.GameEvent(happened.Name, happened.Properties, at, happened.IsExternal);
        var caller = happened.Kind is EventKind.Reported ? happened.Caller with { SessionId = "" } : happened.Caller;
        var frame = new CallFrame("event", "event " + happened.Name, "Function for the event " + happened.Name, caller, cancel) { Language = happened.Language };
        foreach (var registered in functions)
        {
            // One that has just been replaced is passed over: this event came before the new one.
            if (!registered.Module.TryEnter()) continue;
            await modules.Run(registered, told, frame, static async (function, context, happened) =>
            {
                await function(context, happened);
                return Done.Value;
            });
        }
    }

    public async ValueTask ShutDown(CancellationToken cancel)
    {
        var caller = new Caller { Source = Source.Script, Operation = "shutdown" };
        await modules.Call(
            static (functions, _) => functions.Shutdown, 0, new("shutdown", "shutdown server", "Function for the server's end", caller, cancel),
            static async (Func<ModuleContext, ValueTask> function, ModuleContext context, int _) =>
            {
                await function(context);
                return Done.Value;
            });
    }
}
