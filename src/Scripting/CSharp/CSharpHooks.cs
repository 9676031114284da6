using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Scripting.CSharp.Calling;

namespace KaosNet.Scripting.CSharp;

/// <summary>Functions of C# modules around operations and realtime messages. They are given the messages themselves.</summary>
public sealed class CSharpHooks(CSharpModules modules, SessionRegistry? sessions) : IOperationHooks, IScriptHooks
{
    public IReadOnlyCollection<string> Before => modules.Functions.Before.Keys;

    public IReadOnlyCollection<string> After => modules.Functions.After.Keys;

    public void WhenChanged(Action act) => modules.WhenChanged(act);

    public async ValueTask<Answer<HookedRequest>> RunBefore(string operation, object request, Caller caller, CancellationToken cancel)
    {
        var answer = await modules.Call(
            static (functions, call) => functions.Before.GetValueOrDefault(call.operation), (operation, request),
            FrameOf("before", operation, "Function before ", caller, cancel), static (hook, context, call) => hook(context, call.request));
        if (answer is not { } given) return new HookedRequest(request);
        // A request without fields is what it is, whatever is returned.
        return given.As(replacement => new HookedRequest(request is Empty ? request : replacement));
    }

    public async ValueTask<bool> RunAfter(string operation, object request, object response, Caller caller, CancellationToken cancel) =>
        await modules.Call(
            static (functions, call) => functions.After.GetValueOrDefault(call.operation), (operation, request, response),
            FrameOf("after", operation, "Function after ", caller, cancel),
            static async (hook, context, call) =>
            {
                await hook(context, call.response, call.request);
                return Done.Value;
            }) is not { Fault: not null };

    bool IScriptHooks.HasBefore(string operation) => modules.Functions.BeforeMessage.ContainsKey(operation);

    bool IScriptHooks.HasAfter(string operation) => modules.Functions.AfterMessage.ContainsKey(operation);

    async ValueTask<Answer<HookedRequest>> IScriptHooks.Before(string operation, object request, Caller caller, CancellationToken cancel)
    {
        var answer = await modules.Call(
            static (functions, call) => functions.BeforeMessage.GetValueOrDefault(call.operation), (operation, envelope: (Envelope)request),
            FrameOf("before", operation, "Function before ", caller, cancel) with { Language = LanguageOf(caller) },
            static (hook, context, call) => hook(context, call.envelope));
        return answer is { } given ? given.As(static envelope => new HookedRequest(envelope)) : new HookedRequest(request);
    }

    async ValueTask IScriptHooks.After(string operation, object request, object response, Caller caller, CancellationToken cancel) =>
        await modules.Call(
            static (functions, call) => functions.AfterMessage.GetValueOrDefault(call.operation), (operation, request: (Envelope)request, response: (Envelope)response),
            FrameOf("after", operation, "Function after ", caller, cancel) with { Language = LanguageOf(caller) },
            static async (hook, context, call) =>
            {
                await hook(context, call.response, call.request);
                return Done.Value;
            });

    private static CallFrame FrameOf(string mode, string operation, string words, Caller caller, CancellationToken cancel) =>
        new(mode, "api " + operation.ToLowerInvariant(), words + operation, caller, cancel);

    private string LanguageOf(Caller caller) =>
        sessions is not null && Guid.TryParse(caller.SessionId, out var id) && sessions.TryFind(id, out var session) ? session.Opening.Language : "";
}
