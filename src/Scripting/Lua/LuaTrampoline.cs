using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// The native entry points of host functions. Nothing leaves them but a count of results: an error goes back as a marker and
/// its value, and a stub written in Lua raises it, so that Lua never jumps over a managed frame.
/// </summary>
internal static unsafe class LuaTrampoline
{
    private const int TraceLength = 4096;

    public static nint Function { get; } = (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Enter;

    public static nint ErrorHandler { get; } = (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Traced;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Enter(nint state)
    {
        var control = LuaControl.Of(state);
        control->InGuest = 0;
        var owner = Unsafe.As<LuaState>(GCHandle.FromIntPtr(control->Owner).Target!);
        ref readonly var entry = ref owner.Functions[lua_tointegerx(state, Upvalue(1), null)];
        var call = new LuaCall(owner, state, entry.Name);
        int count;
        try
        {
            var result = entry.Function(ref call);
            count = call.Failed ? PushFailure(state, call.Failure!, call.FailureCode, control) : result.Count;
        }
        catch (ScriptException error)
        {
            count = PushFailure(state, error.Message, -error.Code, control);
        }
#pragma warning disable CA1031 // any exception must become the script's error: nothing may be thrown through native frames
        catch (Exception error)
#pragma warning restore CA1031
        {
            owner.LastHostException = error;
            count = PushFailure(state, error.Message, ScriptError.Internal, control);
        }

        control->InGuest = 1;
        return count;
    }

    /// <summary>Positive codes are the default: a text with a position. Negative ones were chosen: a table.</summary>
    private static int PushFailure(nint state, string message, int code, LuaControl* control)
    {
        lua_settop(state, 0);
        var stack = new LuaStack(state, 0);
        lua_pushlightuserdata(state, (nint)control);
        if (code < 0)
        {
            stack.PushTable(2);
            stack.Push(message);
            stack.SetItem(1);
            stack.Push(-code);
            stack.SetItem(2);
            return 2;
        }

        // Level 0 is this function, 1 its stub, 2 the script.
        luaL_where(state, 2);
        var where = stack.Text(-1);
        lua_settop(state, 1);
        stack.Push(where + message);
        return 2;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Traced(nint state)
    {
        var control = LuaControl.Of(state);
        var guest = control->InGuest;
        control->InGuest = 0;
        var owner = Unsafe.As<LuaState>(GCHandle.FromIntPtr(control->Owner).Target!);
        luaL_traceback(state, state, null, 1);
        var trace = new LuaStack(state, 0).Text(-1) ?? "";
        owner.LastTrace = trace.Length > TraceLength ? trace[..TraceLength] : trace;
        lua_settop(state, -2);
        control->InGuest = guest;
        return 1;
    }
}
