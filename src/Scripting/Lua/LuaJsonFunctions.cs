namespace KaosNet.Scripting.Lua;

/// <summary><c>json_encode(value)</c> and <c>json_decode(text)</c>; scalars are allowed at the top in both directions.</summary>
public static class LuaJsonFunctions
{
    /// <summary>Bytes of JSON that cost the script one instruction.</summary>
    private const int BytesPerInstruction = 16;

    public static LuaLibrary AddJson(this LuaLibrary library) => library
        .Add("json_encode", static (ref LuaCall call) => Encode(ref call))
        .Add("json_decode", static (ref LuaCall call) => Decode(ref call));

    private static LuaResult Encode(ref LuaCall call)
    {
        var into = call.Owner.Scratch;
        call.Json(1, into);
        if (call.Failed) return call.Fail();
        call.Charge(into.Length / BytesPerInstruction);
        return call.Return(into.Written);
    }

    private static LuaResult Decode(ref LuaCall call)
    {
        var text = call.Bytes(1);
        if (call.Failed) return call.Fail();
        if (text.IsEmpty) return call.Wrong(1, "expects JSON string");
        call.Charge(text.Length / BytesPerInstruction);
        return call.Stack.TryPushJson(text, out var problem) ? call.ReturnPushed(1) : call.Fail($"error decoding JSON: {problem}");
    }
}
