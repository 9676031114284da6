using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Scripting.Lua;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// The functions that modules registered around realtime messages (parity runtime.md section 4). They are given the whole envelope in its JSON form, cid
/// included; what one that runs before returns takes its place.
/// </summary>
public sealed class ModuleRealtimeHooks(ModuleHost modules, ScriptSettings settings, NkServer server, SessionRegistry? sessions, TimeProvider time) : IScriptHooks
{
    public bool HasBefore(string operation) => modules.RealtimeBefore.Contains(operation);

    public bool HasAfter(string operation) => modules.RealtimeAfter.Contains(operation);

    public async ValueTask<Answer<HookedRequest>> Before(string operation, object request, Caller caller, CancellationToken cancel)
    {
        try
        {
            using var lease = await modules.Rent(cancel);
            return RunBefore(lease.State, operation, (Envelope)request, caller, cancel);
        }
        catch (ScriptException broken)
        {
            server.Log.LogError("A script state for {Message} could not be made: {Error}", operation, broken.Message);
            return Fault.Internal(broken.Message);
        }
    }

    public async ValueTask After(string operation, object request, object response, Caller caller, CancellationToken cancel)
    {
        try
        {
            using var lease = await modules.Rent(cancel);
            RunAfter(lease.State, operation, (Envelope)request, (Envelope)response, caller, cancel);
        }
        catch (ScriptException broken)
        {
            server.Log.LogError("A script state for {Message} could not be made: {Error}", operation, broken.Message);
        }
    }

    private Answer<HookedRequest> RunBefore(LuaState state, string operation, Envelope request, Caller caller, CancellationToken cancel)
    {
        if (!ModuleHost.LoadingOf(state).RealtimeBefore.TryGetValue(operation, out var registered)) return new HookedRequest(request);
        state.Context = new CallScene(server, time, "api", operation.ToLowerInvariant(), registered.Module, caller, cancel);
        using var run = state.Prepare(registered.Function);
        ScriptContext.PushHook(run.Values, settings, "before", caller, LanguageOf(caller));
        if (HookMessages.Push(run.Values, request) is { } problem) return Fault.Internal(problem);
        if (run.Execute() is { } error) return modules.Failed(state, $"Function before {operation}", error, caller);

        // The last value counts.
        if (run.Values.Count == 0 || run.Values.IsNil(-1)) return new HookedRequest(null);
        var envelope = new Envelope();
        if (HookMessages.TryRead(state, run.Values, envelope)) return new HookedRequest(envelope);
        server.Log.LogError("The function of {Module} before {Message} returned what is no such message", registered.Module, operation);
        return HookMessages.Unreadable;
    }

    private void RunAfter(LuaState state, string operation, Envelope request, Envelope response, Caller caller, CancellationToken cancel)
    {
        if (!ModuleHost.LoadingOf(state).RealtimeAfter.TryGetValue(operation, out var registered)) return;
        state.Context = new CallScene(server, time, "api", operation.ToLowerInvariant(), registered.Module, caller, cancel);
        using var run = state.Prepare(registered.Function);
        ScriptContext.PushHook(run.Values, settings, "after", caller, LanguageOf(caller));
        if ((HookMessages.Push(run.Values, response) ?? HookMessages.Push(run.Values, request)) is { } problem)
        {
            server.Log.LogError("{Message} could not be given to the function of {Module}: {Problem}", operation, registered.Module, problem);
            return;
        }

        if (run.Execute(0) is { } error) modules.Failed(state, $"Function after {operation}", error, caller);
    }

    private string LanguageOf(Caller caller) =>
        sessions is not null && Guid.TryParse(caller.SessionId, out var id) && sessions.TryFind(id, out var session) ? session.Opening.Language : "";
}
