using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>The first argument of every script function: who calls, from where and in what mode (parity runtime.md section 7).</summary>
internal static class ScriptContext
{
    private const int Fields = 16;
    private const int EventFields = 4;
    private const int UserFields = 4;

    public static void PushRunOnce(LuaStack stack, ScriptSettings settings)
    {
        PushCommon(stack, settings, "run_once");
        stack.SetField("version"u8, settings.Version);
        PushNothing(stack);
    }

    public static void PushIndexFilter(LuaStack stack, ScriptSettings settings) => PushCallback(stack, settings, "storage_index_filter");

    /// <summary>The context of a function that the server calls by itself.</summary>
    public static void PushCallback(LuaStack stack, ScriptSettings settings, string mode)
    {
        PushCommon(stack, settings, mode);
        stack.SetField("version"u8, settings.Version);
        PushNothing(stack);
    }

    /// <summary>A call of a function by its id, with its context and its payload.</summary>
    public static LuaInvocation PrepareRpc(LuaState state, ScriptSettings settings, LuaReference function, RpcRequest request, string payload)
    {
        if (state.Entry.IsNone) state.Entry = MakeEntry(state, settings);
        var caller = request.Caller;
        var run = state.Prepare(state.Entry, function);
        var values = run.Values;
        values.Push(function);
        values.Push(payload);
        LuaContexts.PushLists(state, request.Headers, request.QueryParameters);
        if (caller.UserId.Length > 0)
        {
            values.Push(caller.UserId);
            values.Push(caller.Username);
            PushTexts(values, caller.Vars);
            values.Push(caller.SessionExpiry);
        }
        else
        {
            for (var at = 0; at < UserFields; at++) values.PushNil();
        }

        PushUnlessEmpty(values, caller.SessionId);
        PushUnlessEmpty(values, request.Language);
        PushUnlessEmpty(values, caller.ClientAddress);
        PushUnlessEmpty(values, caller.ClientPort);
        PushUnlessEmpty(values, caller.Correlation);
        return run;
    }

    /// <summary>The context of a function around a message of a socket.</summary>
    public static void PushHook(LuaStack stack, ScriptSettings settings, string mode, Caller caller, string language)
    {
        PushCommon(stack, settings, mode);
        stack.SetField("version"u8, settings.Version);
        PushNothing(stack);
        if (caller.UserId.Length > 0) SetUser(stack, caller.UserId, caller.Username, caller.Vars, caller.SessionExpiry);
        SetUnlessEmpty(stack, "session_id"u8, caller.SessionId);
        SetUnlessEmpty(stack, "lang"u8, language);
        SetUnlessEmpty(stack, "client_ip"u8, caller.ClientAddress);
        SetUnlessEmpty(stack, "client_port"u8, caller.ClientPort);
        SetUnlessEmpty(stack, "trace_id"u8, caller.Correlation);
    }

    /// <summary>Context and event, the two arguments of a function for events.</summary>
    public static void PushEvent(LuaStack stack, ScriptSettings settings, GameEvent happened)
    {
        var caller = happened.Caller;
        PushCommon(stack, settings, "event");
        stack.SetField("version"u8, settings.Version);
        PushNothing(stack);
        if (caller.UserId.Length > 0) SetUser(stack, caller.UserId, caller.Username, caller.Vars, caller.SessionExpiry);
        if (happened.Kind is not EventKind.Reported)
        {
            SetUnlessEmpty(stack, "session_id"u8, caller.SessionId);
            SetUnlessEmpty(stack, "lang"u8, happened.Language);
        }

        SetUnlessEmpty(stack, "client_ip"u8, caller.ClientAddress);
        SetUnlessEmpty(stack, "client_port"u8, caller.ClientPort);
        SetUnlessEmpty(stack, "trace_id"u8, caller.Correlation);

        stack.PushTable(0, EventFields);
        stack.SetField("name"u8, happened.Name);
        PushTexts(stack, happened.Properties);
        stack.SetField("properties"u8);
        if (happened.UnixSeconds is { } seconds) stack.SetField("timestamp"u8, seconds);
        stack.SetField("external"u8, happened.IsExternal);
    }

    public static void PushMatch(LuaStack stack, ScriptSettings settings, IMatchHost host)
    {
        PushCommon(stack, settings, "match");
        PushNothing(stack);
        stack.SetField("node"u8, host.Node);
        stack.SetField("match_id"u8, host.MatchId);
        stack.SetField("match_node"u8, host.Node);
    }

    /// <summary>A match's context with the player who wants to join.</summary>
    public static void PushJoinAttempt(LuaStack stack, ScriptSettings settings, IMatchHost host, MatchPresence presence, JoinRequest request)
    {
        PushMatch(stack, settings, host);
        SetMatch(stack, host);
        SetUser(stack, presence.UserId, presence.Username, request.Vars, request.SessionExpiry);
        stack.SetField("session_id"u8, presence.SessionId);
        SetUnlessEmpty(stack, "client_ip"u8, request.ClientAddress);
        SetUnlessEmpty(stack, "client_port"u8, request.ClientPort);
    }

    /// <summary>Says how the match shows itself, in the context on top of the stack.</summary>
    public static void SetMatch(LuaStack stack, IMatchHost host)
    {
        stack.SetField("match_label"u8, host.Label);
        stack.SetField("match_tick_rate"u8, (long)host.TickRate);
    }

    public static void PushTexts(LuaStack stack, IReadOnlyDictionary<string, string> texts)
    {
        stack.PushTable(0, texts.Count);
        foreach (var (name, value) in texts)
        {
            stack.Push(name);
            stack.Push(value);
            stack.SetPair();
        }
    }

    private static void PushCommon(LuaStack stack, ScriptSettings settings, string mode)
    {
        stack.PushTable(0, Fields);
        PushTexts(stack, settings.Env);
        stack.SetField("env"u8);
        stack.SetField("execution_mode"u8, mode);
        stack.SetField("node"u8, settings.Node);
    }

    private static void PushNothing(LuaStack stack)
    {
        stack.PushTable();
        stack.SetField("headers"u8);
        stack.PushTable();
        stack.SetField("query_params"u8);
    }

    private static void SetUser(LuaStack stack, string id, string username, IReadOnlyDictionary<string, string> vars, long sessionExpiry)
    {
        stack.SetField("user_id"u8, id);
        stack.SetField("username"u8, username);
        PushTexts(stack, vars);
        stack.SetField("vars"u8);
        stack.SetField("user_session_exp"u8, sessionExpiry);
    }

    private static void SetUnlessEmpty(LuaStack stack, ReadOnlySpan<byte> name, string value)
    {
        if (value.Length > 0) stack.SetField(name, value);
    }

    private static void PushUnlessEmpty(LuaStack stack, string value)
    {
        if (value.Length > 0) stack.Push(value);
        else stack.PushNil();
    }

    /// <summary>What is the same in all calls is given once. As in the reference, the functions of a state share one table of the environment.</summary>
    private static LuaReference MakeEntry(LuaState state, ScriptSettings settings)
    {
        using var run = state.Prepare(state.EntryMaker);
        PushTexts(run.Values, settings.Env);
        run.Values.Push(settings.Node);
        run.Values.Push(settings.Version);
        if (run.Execute(1) is { } error) throw new ScriptException(error.Message);
        return run.Values.Keep(1);
    }
}
