using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>The first argument of every function of a bundle: who calls, from where and in what mode (parity runtime.md section 7).</summary>
internal static class BundleContext
{
    /// <summary>The context of InitModule.</summary>
    public static ObjectInstance OfStart(JavaScriptState state, ScriptSettings settings) => Common(state, settings, mode: null);

    /// <summary>The context of a function that the server calls by itself.</summary>
    public static ObjectInstance OfCallback(JavaScriptState state, ScriptSettings settings, string mode) => Common(state, settings, mode);

    public static ObjectInstance OfRpc(JavaScriptState state, ScriptSettings settings, RpcRequest request)
    {
        var context = Common(state, settings, "rpc");
        if (request.Caller.SessionId.Length == 0)
        {
            context.FastSetDataProperty("headers", Lists(state, request.Headers));
            context.FastSetDataProperty("queryParams", Lists(state, request.QueryParameters));
        }

        SetCaller(state, context, request.Caller);
        SetUnlessEmpty(context, "sessionId", request.Caller.SessionId);
        SetUnlessEmpty(context, "lang", request.Language);
        return context;
    }

    /// <summary>The context of a function around an operation or a message of a socket.</summary>
    public static ObjectInstance OfHook(JavaScriptState state, ScriptSettings settings, string mode, Caller caller, string language)
    {
        var context = Common(state, settings, mode);
        SetCaller(state, context, caller);
        SetUnlessEmpty(context, "sessionId", caller.SessionId);
        SetUnlessEmpty(context, "lang", language);
        return context;
    }

    public static ObjectInstance OfEvent(JavaScriptState state, ScriptSettings settings, GameEvent happened)
    {
        var context = Common(state, settings, "event");
        SetCaller(state, context, happened.Caller);
        if (happened.Kind is EventKind.Reported) return context;
        SetUnlessEmpty(context, "sessionId", happened.Caller.SessionId);
        SetUnlessEmpty(context, "lang", happened.Language);
        return context;
    }

    /// <summary>The context of a match's functions; before its init it does not show itself.</summary>
    public static ObjectInstance OfMatch(JavaScriptState state, ScriptSettings settings, IMatchHost host)
    {
        var context = Common(state, settings, "match");
        Set(context, "node", host.Node);
        Set(context, "matchId", host.MatchId);
        Set(context, "matchNode", host.Node);
        if (host.TickRate == 0) return context;
        Set(context, "matchLabel", host.Label);
        context.FastSetDataProperty("matchTickRate", JsNumber.Create(host.TickRate));
        return context;
    }

    /// <summary>A match's context with the player who wants to join.</summary>
    public static ObjectInstance OfJoinAttempt(JavaScriptState state, ScriptSettings settings, IMatchHost host, MatchPresence presence, JoinRequest request)
    {
        var context = OfMatch(state, settings, host);
        Set(context, "userId", presence.UserId);
        Set(context, "username", presence.Username);
        context.FastSetDataProperty("vars", Texts(state, request.Vars));
        context.FastSetDataProperty("userSessionExp", JsNumber.Create(request.SessionExpiry));
        Set(context, "sessionId", presence.SessionId);
        SetUnlessEmpty(context, "clientIp", request.ClientAddress);
        SetUnlessEmpty(context, "clientPort", request.ClientPort);
        return context;
    }

    /// <summary>An object of texts.</summary>
    public static ObjectInstance Texts(JavaScriptState state, IReadOnlyDictionary<string, string> texts)
    {
        var made = state.NewObject();
        foreach (var (name, text) in texts) made.CreateDataProperty(JsString.Create(name), JsString.Create(text));
        return made;
    }

    private static ObjectInstance Common(JavaScriptState state, ScriptSettings settings, string? mode)
    {
        var context = state.NewObject();
        context.FastSetDataProperty("env", Texts(state, settings.Env));
        if (mode is not null) context.FastSetDataProperty("executionMode", JsString.Create(mode));
        context.FastSetDataProperty("node", JsString.Create(settings.Node));
        context.FastSetDataProperty("version", JsString.Create(settings.Version));
        return context;
    }

    private static void SetCaller(JavaScriptState state, ObjectInstance context, Caller caller)
    {
        if (caller.UserId.Length > 0)
        {
            context.FastSetDataProperty("userId", JsString.Create(caller.UserId));
            SetUnlessEmpty(context, "username", caller.Username);
            if (caller.Vars.Count > 0) context.FastSetDataProperty("vars", Texts(state, caller.Vars));
            if (caller.SessionExpiry != 0) context.FastSetDataProperty("userSessionExp", JsNumber.Create(caller.SessionExpiry));
        }

        SetUnlessEmpty(context, "clientIp", caller.ClientAddress);
        SetUnlessEmpty(context, "clientPort", caller.ClientPort);
        SetUnlessEmpty(context, "traceId", caller.Correlation);
    }

    private static void Set(ObjectInstance context, string name, string value) => context.FastSetDataProperty(name, JsString.Create(value));

    private static void SetUnlessEmpty(ObjectInstance context, string name, string value)
    {
        if (value.Length > 0) context.FastSetDataProperty(name, JsString.Create(value));
    }

    private static ObjectInstance Lists(JavaScriptState state, IReadOnlyDictionary<string, IReadOnlyList<string>> lists)
    {
        var made = state.NewObject();
        foreach (var (name, values) in lists)
            made.CreateDataProperty(JsString.Create(name), state.NewList([.. values.Select(value => (JsValue)JsString.Create(value))]));
        return made;
    }
}
