using Jint.Native;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Scripting.JavaScript;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>The functions that a bundle registered around operations and around realtime messages (parity runtime.md section 4).</summary>
public sealed class BundleHooks(BundleHost bundle, ScriptSettings settings, NkServer server, SessionRegistry? sessions, TimeProvider time)
    : IScriptHooks, IOperationHooks
{
    IReadOnlyCollection<string> IOperationHooks.Before => bundle.Registered.OperationBefore.Keys;

    IReadOnlyCollection<string> IOperationHooks.After => bundle.Registered.OperationAfter.Keys;

    public void WhenChanged(Action act) => bundle.WhenChanged(act);

    public bool HasBefore(string operation) => bundle.Current.RealtimeBefore.Contains(operation);

    public bool HasAfter(string operation) => bundle.Current.RealtimeAfter.Contains(operation);

    public ValueTask<Answer<HookedRequest>> RunBefore(string operation, object request, Caller caller, CancellationToken cancel)
    {
        var loaded = bundle.Current;
        return loaded.Registered.OperationBefore.TryGetValue(operation, out var function)
            ? RunBefore(loaded, operation, function, request, caller, "", cancel)
            : new(new HookedRequest(request));
    }

    public async ValueTask<bool> RunAfter(string operation, object request, object response, Caller caller, CancellationToken cancel)
    {
        var loaded = bundle.Current;
        return !loaded.Registered.OperationAfter.TryGetValue(operation, out var function)
            || await RunAfter(loaded, operation, function, request, response, caller, "", cancel);
    }

    public ValueTask<Answer<HookedRequest>> Before(string operation, object request, Caller caller, CancellationToken cancel)
    {
        var loaded = bundle.Current;
        return loaded.Registered.RealtimeBefore.TryGetValue(operation, out var function)
            ? RunBefore(loaded, operation, function, (Envelope)request, caller, LanguageOf(caller), cancel)
            : new(new HookedRequest(request));
    }

    public async ValueTask After(string operation, object request, object response, Caller caller, CancellationToken cancel)
    {
        var loaded = bundle.Current;
        if (loaded.Registered.RealtimeAfter.TryGetValue(operation, out var function))
            await RunAfter(loaded, operation, function, request, response, caller, LanguageOf(caller), cancel);
    }

    private ValueTask<Answer<HookedRequest>> RunBefore(
        LoadedBundle loaded, string operation, string function, object request, Caller caller, string language, CancellationToken cancel) =>
        bundle.Run<HookedRequest>(
            loaded, $"Function before {operation}", SceneOf(operation, function, caller, cancel), function, caller,
            state => BundleContext.OfHook(state, settings, "before", caller, language), state => [BundleMessages.ToValue(state, request)],
            (state, result) => Replaced(state, result, operation, function, request), cancel);

    private async ValueTask<bool> RunAfter(
        LoadedBundle loaded, string operation, string function, object request, object response, Caller caller, string language, CancellationToken cancel)
    {
        var answer = await bundle.Run<Done>(
            loaded, $"Function after {operation}", SceneOf(operation, function, caller, cancel), function, caller,
            state => BundleContext.OfHook(state, settings, "after", caller, language),
            state => [BundleMessages.ToValue(state, response), BundleMessages.ToValue(state, request)], static (_, _) => Done.Value, cancel);
        return answer.Fault is null;
    }

    private Answer<HookedRequest> Replaced(JavaScriptState state, JsValue result, string operation, string function, object request)
    {
        // A request without fields is what it is, whatever is returned.
        if (request is Empty) return new HookedRequest(request);
        if (result.Type is Jint.Runtime.Types.Undefined or Jint.Runtime.Types.Null) return new HookedRequest(null);
        var replacement = MessageDescriptor.For(request.GetType()).Create();
        if (BundleMessages.TryRead(state, result, replacement, out var error)) return new HookedRequest(replacement);
        server.Log.LogError("{Function} before {Operation} returned what is no such message: {Error}", function, operation, error?.Message ?? "");
        return HookMessages.Unreadable;
    }

    private BundleScene SceneOf(string operation, string function, Caller caller, CancellationToken cancel) =>
        new(server, time, "api", operation.ToLowerInvariant(), bundle.ActorOf(function), caller, cancel);

    private string LanguageOf(Caller caller) =>
        sessions is not null && Guid.TryParse(caller.SessionId, out var id) && sessions.TryFind(id, out var session) ? session.Opening.Language : "";
}
