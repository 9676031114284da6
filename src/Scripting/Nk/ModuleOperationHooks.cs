using KaosNet.Domain.Kernel;
using KaosNet.Protocol;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// The functions that Lua modules registered around operations (parity runtime.md sections 4 and 5). They are given the message in its JSON form; what one that runs
/// before returns takes the request's place.
/// </summary>
public sealed class ModuleOperationHooks(ModuleHost modules, ScriptSettings settings, NkServer server, TimeProvider time) : IOperationHooks
{
    public IReadOnlyCollection<string> Before => modules.OperationBefore;

    public IReadOnlyCollection<string> After => modules.OperationAfter;

    public void WhenChanged(Action act) => modules.WhenChanged(act);

    public async ValueTask<Answer<HookedRequest>> RunBefore(string operation, object request, Caller caller, CancellationToken cancel)
    {
        try
        {
            using var lease = await modules.Rent(cancel);
            return RunBefore(lease.State, operation, request, caller, cancel);
        }
        catch (ScriptException broken)
        {
            server.Log.LogError("A script state for {Operation} could not be made: {Error}", operation, broken.Message);
            return Fault.Internal(broken.Message);
        }
    }

    public async ValueTask<bool> RunAfter(string operation, object request, object response, Caller caller, CancellationToken cancel)
    {
        try
        {
            using var lease = await modules.Rent(cancel);
            return RunAfter(lease.State, operation, request, response, caller, cancel);
        }
        catch (ScriptException broken)
        {
            server.Log.LogError("A script state for {Operation} could not be made: {Error}", operation, broken.Message);
            return false;
        }
    }

    private Answer<HookedRequest> RunBefore(LuaState state, string operation, object request, Caller caller, CancellationToken cancel)
    {
        if (!ModuleHost.LoadingOf(state).OperationBefore.TryGetValue(operation, out var registered)) return new HookedRequest(request);
        using var run = Prepare(state, registered, operation, "before", caller, cancel);
        if (HookMessages.Push(run.Values, request) is { } problem) return Fault.Internal(problem);
        if (run.Execute() is { } error) return Refused(state, operation, error, caller);

        // A request without fields is what it is, whatever is returned.
        if (request is Empty) return new HookedRequest(request);
        // The last value counts.
        if (run.Values.Count == 0 || run.Values.IsNil(-1)) return new HookedRequest(null);
        var replacement = MessageDescriptor.For(request.GetType()).Create();
        if (HookMessages.TryRead(state, run.Values, replacement)) return new HookedRequest(replacement);
        server.Log.LogError("The function of {Module} before {Operation} returned what is no such request", registered.Module, operation);
        return HookMessages.Unreadable;
    }

    private bool RunAfter(LuaState state, string operation, object request, object response, Caller caller, CancellationToken cancel)
    {
        if (!ModuleHost.LoadingOf(state).OperationAfter.TryGetValue(operation, out var registered)) return true;
        using var run = Prepare(state, registered, operation, "after", caller, cancel);
        if ((HookMessages.Push(run.Values, response) ?? HookMessages.Push(run.Values, request)) is { } problem)
        {
            server.Log.LogError("{Operation} could not be given to the function of {Module}: {Problem}", operation, registered.Module, problem);
            return false;
        }

        if (run.Execute(0) is not { } error) return true;
        modules.Failed(state, $"Function after {operation}", error, caller);
        return false;
    }

    /// <summary>A call with its context pushed; the messages come next.</summary>
    private LuaInvocation Prepare(LuaState state, RegisteredFunction registered, string operation, string mode, Caller caller, CancellationToken cancel)
    {
        state.Context = new CallScene(server, time, "api", operation.ToLowerInvariant(), registered.Module, caller, cancel);
        var run = state.Prepare(registered.Function);
        ScriptContext.PushHook(run.Values, settings, mode, caller, language: "");
        return run;
    }

    /// <summary>Here codes are the function's own affair, also those that are none of gRPC's.</summary>
    private Fault Refused(LuaState state, string operation, ScriptError error, Caller caller) =>
        modules.Failed(state, $"Function before {operation}", error, caller) with { Code = (FaultCode)error.Code };
}
