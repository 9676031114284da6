using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// What the allocator and the count hook of one state need, in native memory so that neither touches the managed heap.
/// Once <see cref="Ended"/> is set the count hook is Lua's own <c>lua_error</c> at every instruction: whatever the script
/// tries next (a pcall, a handler, a close) fails at its first instruction, so no script can survive its own end, and no
/// managed frame is ever jumped over.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LuaControl
{
    /// <summary>Instructions between two looks at the budget.</summary>
    public const int Slice = 1000;

    /// <summary>Budgets up to this are exact.</summary>
    public const long CountedAtOnce = 1_000_000;

    /// <summary>Strings of this many bytes and more cost one instruction for every 32 bytes, since making them is work too.</summary>
    private const nuint LargeString = 1024;

    /// <summary>
    /// Blocks of this many bytes and more that change their size cost half of that: they are copied. A table that doubles adds little to what filling it costs; a stack
    /// that overflows and is caught time and again is copied whole each time, by hardly any instructions.
    /// </summary>
    private const nuint LargeBlock = 16 << 10;

    private const nuint BytesAnInstruction = 32;

    /// <summary>Open calls that catching an error does not pay for.</summary>
    private const int FreeCalls = 256;

    /// <summary>The kind Lua hands to the allocator for a new string.</summary>
    private const nuint StringKind = 4;

    private static readonly nint Raise = NativeLibrary.GetExport(NativeHandle(), "lua_error");

    public nint State;
    public nint Owner;
    public nuint Used, Limit, Peak;
    public nuint Refused;
    public long Remaining;
    public long Deadline;
    public int InGuest;
    public ScriptFault Ended;

    /// <summary>Set while the state has a count hook, ours or the one that raises.</summary>
    public int Hooked;

    /// <summary>Set while another thread walks the state's calls: nothing is freed meanwhile.</summary>
    public int Walked;

    /// <summary>The metatable of tables that are not complete yet (<see cref="LuaContexts"/>); 0 if the state has none.</summary>
    public nint Lazy;

    /// <summary>Where the state's values are.</summary>
    public LuaHeap Heap;

    public static nint RaiseFunction => Raise;

    public static nint NativeHandle() => NativeLibrary.Load(LuaNative.Library, typeof(LuaControl).Assembly, null);

    /// <summary>The control of a running state: Lua keeps room for one pointer just before each of its states.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LuaControl* Of(nint state) => *(LuaControl**)(state - sizeof(nint));

    /// <summary>A call begins. Small budgets are counted from the first instruction, others once <see cref="LuaWatch"/> finds the call long.</summary>
    /// <returns>Whether the watch has to know of the call.</returns>
    public static bool Arm(LuaControl* control, long instructions, long deadline)
    {
        control->Ended = ScriptFault.None;
        control->Refused = 0;
        control->Remaining = instructions;
        control->Deadline = deadline;
        if (instructions <= CountedAtOnce)
        {
            Count(control, (int)Math.Clamp(instructions, 1, Slice));
            return false;
        }

        if (control->Hooked != 0) LuaNative.lua_sethook(control->State, 0, 0, 0);
        control->Hooked = 0;
        return true;
    }

    /// <summary>
    /// From now on the running call is counted. Called by another thread than the one that runs it: Lua allows a hook to be set from the
    /// outside at any time, as long as the records of calls that it walks do not go away, which the allocator sees to.
    /// </summary>
    public static void CountFromOutside(LuaControl* control)
    {
        if (control->Hooked != 0 || control->Ended != ScriptFault.None) return;
        Volatile.Write(ref control->Walked, 1);
        Interlocked.MemoryBarrier();
        Count(control, Slice);
        Volatile.Write(ref control->Walked, 0);
    }

    private static void Count(LuaControl* control, int slice)
    {
        control->Hooked = 1;
        var hook = (nint)(delegate* unmanaged[Cdecl]<nint, nint, void>)&OnCount;
        LuaNative.lua_sethook(control->State, hook, LuaNative.MaskCount, slice);
    }

    /// <summary>The script is over: from its next instruction on, everything raises.</summary>
    public static void End(LuaControl* control, ScriptFault fault)
    {
        if (control->Ended != ScriptFault.None) return;
        control->Ended = fault;
        control->Hooked = 1;
        LuaNative.lua_sethook(control->State, Raise, LuaNative.MaskCount, 1);
    }

    /// <summary>Work done by the host for the script counts against its budget.</summary>
    public static void Charge(LuaControl* control, long instructions)
    {
        control->Remaining -= instructions;
        if (control->Remaining <= 0) End(control, ScriptFault.Budget);
    }

    /// <summary>
    /// An error was caught: Lua has walked through all calls that are open, to see whether their stack may shrink. With a hundred thousand of them that is half
    /// a millisecond for hardly any instructions, and a script can do it at every depth.
    /// </summary>
    public static void ChargeForOpenCalls(LuaControl* control, nint state)
    {
        LuaNative.DebugRecord record;
        var least = 0;
        for (var level = FreeCalls; LuaNative.lua_getstack(state, level, &record) != 0; level *= 2) least = level;
        if (least > 0) Charge(control, least);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCount(nint state, nint record)
    {
        var control = Of(state);
        if (control->Ended != ScriptFault.None)
        {
            // The script was ended in the moment in which it began to be counted.
            LuaNative.lua_sethook(state, Raise, LuaNative.MaskCount, 1);
            return;
        }

        control->Remaining -= Slice;
        if (control->Remaining <= 0) End(control, ScriptFault.Budget);
        else if (control->Deadline != 0 && Stopwatch.GetTimestamp() > control->Deadline) End(control, ScriptFault.Time);
    }

    /// <summary>
    /// Lua's allocator. While the script runs it refuses growth over the limit; Lua then collects garbage and asks again, and a
    /// second refusal ends the script. While the host runs nothing is refused: a failure there would jump over managed frames.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void* Allocate(void* data, void* block, nuint oldSize, nuint newSize)
    {
        var control = (LuaControl*)data;
        if (newSize == 0)
        {
            if (block == null) return null;
            if (Volatile.Read(ref control->Walked) != 0) WaitUntilWalked(control);
            control->Used -= oldSize;
            control->Heap.Return(block, oldSize);
            return null;
        }

        var held = block == null ? 0 : oldSize;
        var used = control->Used - held + newSize;
        if (newSize > held && control->InGuest != 0)
        {
            if (used > control->Limit)
            {
                if (control->Refused == newSize) End(control, ScriptFault.Memory);
                else control->Refused = newSize;
                // Lua now looks through all that there is, which a script at its limit can have with every value.
                Charge(control, (long)(control->Used / BytesAnInstruction));
                return null;
            }

            if (newSize >= LargeString && block == null && oldSize == StringKind) Charge(control, (long)(newSize / BytesAnInstruction));
        }

        if (held >= LargeBlock && control->InGuest != 0) Charge(control, (long)(Math.Min(held, newSize) / (2 * BytesAnInstruction)));

        if (block != null && Volatile.Read(ref control->Walked) != 0) WaitUntilWalked(control);
        var grown = block == null ? control->Heap.Allocate(newSize) : control->Heap.Resize(block, oldSize, newSize);
        if (grown == null) return null;
        if (newSize > held) control->Refused = 0;
        control->Used = used;
        if (used > control->Peak) control->Peak = used;
        return grown;
    }

    private static void WaitUntilWalked(LuaControl* control)
    {
        var spin = default(SpinWait);
        while (Volatile.Read(ref control->Walked) != 0) spin.SpinOnce();
    }
}
