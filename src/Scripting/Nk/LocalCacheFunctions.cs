using Jint.Native;
using KaosNet.Domain.Kernel;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// What modules keep in their server's memory. Each language has its own, as the values are the language's: any of Lua's but functions, of JavaScript's texts, numbers
/// and booleans. What a script is given is its own copy.
/// </summary>
internal static class LocalCacheFunctions
{
    private const string NoKey = "expects key string";
    private const string WrongTtl = "expects ttl to be 0 or more seconds";

    /// <summary>Bytes that are read or written for one instruction.</summary>
    private const int BytesPerInstruction = 32;

    public static LuaLibrary AddLocalCache(this LuaLibrary library, NkServer server) => library
        .Add("localcache_get", (ref LuaCall call) => Get(ref call, server))
        .Add("localcache_put", (ref LuaCall call) => Put(ref call, server))
        .Add("localcache_delete", (ref LuaCall call) =>
        {
            var key = call.NonEmptyText(1, NoKey);
            if (call.Failed) return call.Fail();
            return call.ReturnJson(call.Perform("localcache_delete", "", (_, _) => Deleted(server.Get<LocalCache>().Lua, key)));
        })
        .Add("localcache_clear", (ref LuaCall call) => call.ReturnJson(call.Perform("localcache_clear", "", (_, _) => Cleared(server.Get<LocalCache>().Lua))));

    public static JavaScriptLibrary AddLocalCache(this JavaScriptLibrary library, NkServer server) => library
        .Add("localcacheGet", (ref JavaScriptCall call) =>
        {
            var key = call.NonEmptyText(1, NoKey);
            if (call.Failed) return call.Fail();
            var kept = call.Perform("localcache_get", "", (_, _) => Kept(server.Get<LocalCache>().JavaScript, key));
            return kept is { Length: 0 } ? call.Value(2) : call.ReturnAnswer(kept);
        })
        .Add("localcachePut", (ref JavaScriptCall call) => Put(ref call, server))
        .Add("localcacheDelete", (ref JavaScriptCall call) =>
        {
            var key = call.NonEmptyText(1, NoKey);
            if (call.Failed) return call.Fail();
            return call.ReturnAnswer(call.Perform("localcache_delete", "", (_, _) => Deleted(server.Get<LocalCache>().JavaScript, key)));
        })
        .Add("localcacheClear", (ref JavaScriptCall call) => call.ReturnAnswer(call.Perform("localcache_clear", "", (_, _) => Cleared(server.Get<LocalCache>().JavaScript))));

    private static LuaResult Get(ref LuaCall call, NkServer server)
    {
        var key = call.NonEmptyText(1, NoKey);
        if (call.Failed) return call.Fail();
        if (call.Perform("localcache_get", "", (_, _) => Kept(server.Get<LocalCache>().Lua, key)) is not { } kept) return call.Fail();
        if (kept.Length > 0) LuaValues.Push(call.Stack, kept);
        else if (call.Count >= 2) call.Stack.PushCopy(2);
        else call.Stack.PushNil();
        call.Charge(kept.Length / BytesPerInstruction);
        return call.ReturnPushed(1);
    }

    private static LuaResult Put(ref LuaCall call, NkServer server)
    {
        var key = call.NonEmptyText(1, NoKey);
        if (call.IsNil(2)) call.Wrong(2, "value expected");
        var seconds = call.OptionalInteger(3, 0);
        if (seconds < 0) call.Wrong(3, WrongTtl);
        if (call.Failed) return call.Fail();
        if (LuaValues.TryWrite(call.Stack, 2, out var problem) is not { } value) return call.Wrong(2, problem);
        call.Charge(value.Length / BytesPerInstruction);
        return call.ReturnJson(call.Perform("localcache_put", "", (_, _) => Written(server.Get<LocalCache>().Lua, key, value, seconds)));
    }

    private static JsValue Put(ref JavaScriptCall call, NkServer server)
    {
        var key = call.NonEmptyText(1, NoKey);
        if (call.Value(2) is not (JsString or JsNumber or JsBoolean)) call.Wrong("unsupported value type: must be string, numeric or boolean");
        var seconds = call.OptionalInteger(3, 0);
        if (seconds < 0) call.Wrong(WrongTtl);
        if (call.Failed) return call.Fail();
        var value = call.Json(2).ToArray();
        if (call.Failed) return call.Fail();
        return call.ReturnAnswer(call.Perform("localcache_put", "", (_, _) => Written(server.Get<LocalCache>().JavaScript, key, value, seconds)));
    }

    private static ValueTask<Answer<byte[]>> Kept(LocalStore store, string key) => ValueTask.FromResult<Answer<byte[]>>(store.TryGet(key, out var value) ? value : NkJson.Nothing);

    private static ValueTask<Answer<byte[]>> Written(LocalStore store, string key, byte[] value, long seconds) =>
        ValueTask.FromResult<Answer<byte[]>>(store.Put(key, value, seconds) is { } refusal ? Fault.ResourceExhausted(refusal) : NkJson.Nothing);

    private static ValueTask<Answer<byte[]>> Deleted(LocalStore store, string key)
    {
        store.Delete(key);
        return ValueTask.FromResult<Answer<byte[]>>(NkJson.Nothing);
    }

    private static ValueTask<Answer<byte[]>> Cleared(LocalStore store)
    {
        store.Clear();
        return ValueTask.FromResult<Answer<byte[]>>(NkJson.Nothing);
    }
}
