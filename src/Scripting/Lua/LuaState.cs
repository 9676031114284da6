using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Scripting.Modules;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// One script world: a Lua 5.4 state dressed as 5.1, bounded in memory and instructions, without a way outside but the host
/// functions given to it. One caller at a time; a host function may call back into the state that called it.
/// </summary>
public sealed unsafe class LuaState : IScriptState
{
    /// <summary>Calls of the host into the state within calls of the state into the host.</summary>
    private const int NestingMax = 32;

    private const int EndsMax = NestingMax + 1;

    /// <summary>Bytes of its fields that a call needs.</summary>
    private const int OwnBytes = 192;

    private static readonly HostFunction[] Common = [.. LuaHostFunctions.All.Select(own => new HostFunction(own.Name, own.Function))];

    private readonly LuaControl* _control;
    private readonly GCHandle _self;
    private readonly long _deadlineTicks;
    private LuaReference _require;
    private int _open;
    private int _depth;
    private bool _disposed;
    private Ends _ends;

    public LuaState(LuaStateOptions options)
    {
        Options = options;
        Budget = options.Instructions;
        _deadlineTicks = (long)((options.CallTime?.TotalSeconds ?? 0) * Stopwatch.Frequency);
        _control = (LuaControl*)NativeMemory.AllocZeroed((nuint)sizeof(LuaControl));
        _control->Limit = (nuint)options.MemoryBytes;
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
        _control->Owner = GCHandle.ToIntPtr(_self);
        State = lua_newstate(&LuaControl.Allocate, _control);
        if (State == 0) throw new InvalidOperationException("no memory for a script state");
        _control->State = State;
        *(LuaControl**)(State - sizeof(nint)) = _control;
        LuaWorld.Open(this);
    }

    ~LuaState() => Free();

    public LuaStateOptions Options { get; }

    /// <summary>The time that a deterministic state sees, Unix seconds. The host moves it between calls.</summary>
    public double Clock { get; set; }

    /// <summary>Whatever the host functions need to know about the present call; the state does not look at it.</summary>
    public object? Context { get; set; }

    /// <summary>Bytes held now and at most since the state began; none once it is disposed of.</summary>
    public (long Now, long Peak) Memory => _disposed ? default : ((long)_control->Used, (long)_control->Peak);

    /// <summary>Instructions that the next call may use.</summary>
    public long Budget { get; set; }

    /// <summary>
    /// Instructions left to the present or last call, to the nearest thousand. With budgets over a million those are not counted that a call uses in its
    /// first 10 to 20 milliseconds.
    /// </summary>
    public long InstructionsLeft => Math.Max(0, _control->Remaining);

    /// <summary>The last exception that escaped a host function, for logs.</summary>
    public Exception? LastHostException { get; internal set; }

    /// <summary>True once a call used up a bound. The state still works, but a pool replaces it.</summary>
    public bool Spoiled { get; private set; }

    /// <summary>A place for values that the host builds or looks at between calls; what is pushed there is to be popped again.</summary>
    internal LuaStack Values => new(State, lua_gettop(State));

    internal nint State { get; }

    /// <summary>The prelude's come first, which all states share.</summary>
    internal HostFunction[] Functions { get; private set; } = Common;

    internal int FunctionCount { get; private set; }

    internal string? LastTrace { get; set; }

    internal ScriptFault Ended => _control->Ended;

    /// <summary>What makes <see cref="Entry"/>, in states that are not deterministic.</summary>
    internal LuaReference EntryMaker { get; set; } = LuaReference.None;

    /// <summary>Calls a function with its context; made with the first call.</summary>
    internal LuaReference Entry { get; set; } = LuaReference.None;

    /// <summary>A scratch buffer for JSON, clean at every use; not to be held across calls into the state.</summary>
    public LuaJsonBuffer Scratch
    {
        get
        {
            field ??= new LuaJsonBuffer();
            field.Clear();
            return field;
        }
    }

    /// <summary>Compiles a script. The name stands in error positions; bytecode from outside is never accepted.</summary>
    public ScriptError? Compile(ReadOnlySpan<byte> source, string name, out LuaChunk? chunk) => Compile(source, name, strip: false, out chunk);

    /// <summary>Without its names and lines a chunk is smaller, and errors inside it carry no position.</summary>
    internal ScriptError? Compile(ReadOnlySpan<byte> source, string name, bool strip, out LuaChunk? chunk)
    {
        chunk = null;
        var top = lua_gettop(State);
        var problem = LoadText(source, "=" + name);
        if (problem is null) chunk = new LuaChunk(name, Dump(strip));
        lua_settop(State, top);
        return problem is null ? null : new ScriptError(problem, ScriptError.Internal, null);
    }

    /// <summary>Loads a compiled script as a function, without running it.</summary>
    public LuaReference Load(LuaChunk chunk)
    {
        PushChunk(chunk);
        return new LuaReference(luaL_ref(State, RegistryIndex));
    }

    /// <summary>Makes a module present as <c>require</c> would and keeps what it returned.</summary>
    public ScriptError? Require(string name, out LuaReference module)
    {
        using var run = Prepare(_require);
        run.Values.Push(name);
        var error = run.Execute(1);
        module = error is null ? run.Values.Keep(1) : LuaReference.None;
        return error;
    }

    /// <summary>
    /// Begins a call: push the arguments on its values, execute, read the results from its values, dispose.
    /// </summary>
    public LuaInvocation Prepare(LuaReference function) => Prepare(function, function);

    /// <summary>Begins a call of a function that one of the host's own calls in turn.</summary>
    /// <param name="entry">The host's own.</param>
    /// <param name="function">The script's, which errors are the errors of.</param>
    internal LuaInvocation Prepare(LuaReference entry, LuaReference function)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (lua_checkstack(State, 40) == 0 || _open == EndsMax) throw new ScriptException("stack overflow");
        var top = lua_gettop(State);
        lua_pushcclosure(State, LuaTrampoline.ErrorHandler, 0);
        lua_rawgeti(State, RegistryIndex, entry.Id);
        _ends[_open] = 0;
        return new LuaInvocation(this, function, top, _open++);
    }

    /// <summary>Points a reference at a new value, which is cheaper than releasing and keeping again.</summary>
    public void Replace(LuaReference reference, LuaStack values, int position)
    {
        values.PushCopy(position);
        lua_rawseti(State, RegistryIndex, reference.Id);
    }

    /// <summary>Frees what the state's values do not need. For states that live long, after what they do once.</summary>
    public void Collect() => lua_gc(State, CollectAll);

    public void Release(LuaReference reference)
    {
        if (!_disposed && !reference.IsNone) luaL_unref(State, RegistryIndex, reference.Id);
    }

    public void Dispose()
    {
        if (_depth != 0) throw new InvalidOperationException("a script state cannot end while it runs");
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Remembers where a call's own values end.</summary>
    internal void Mark(int slot) => _ends[slot] = lua_gettop(State);

    /// <summary>Removes a call's values. What was pushed after it, the caller's own results, moves down and stays.</summary>
    internal void Close(int slot, int top)
    {
        _open = slot;
        var own = _ends[slot];
        var later = own == 0 ? 0 : lua_gettop(State) - own;
        if (later > 0) lua_rotate(State, top + 1, later);
        lua_settop(State, top + Math.Max(0, later));
    }

    /// <summary>Tells where the memory is that a call needs: with values that it looks into, and others that it may.</summary>
    internal void Trace(MatchFootprint into, ReadOnlySpan<LuaReference> looked, ReadOnlySpan<LuaReference> handed)
    {
        into.Add(this, OwnBytes);
        LuaFootprint.Trace(into, State, _control, looked, handed);
    }

    internal void Charge(long instructions) => LuaControl.Charge(_control, instructions);

    internal void ChargeForOpenCalls() => LuaControl.ChargeForOpenCalls(_control, State);

    internal void Bind(LuaReference require) => _require = require;

    /// <summary>Runs the function on the stack. The budget is armed once for all calls nested in one.</summary>
    internal ScriptError? Execute(LuaReference function, int top, int arguments, int results)
    {
        if (_depth >= NestingMax) return new ScriptError("stack overflow", ScriptError.Internal, null);
        var guest = _control->InGuest;
        _control->InGuest = 1;
        int status;
        if (_depth++ == 0 && ArmOutermost())
        {
            var outer = LuaWatch.Enter(_control, out var place);
            status = lua_pcallk(State, arguments, results, top + 1, 0, 0);
            LuaWatch.Leave(place, _control, outer);
        }
        else
        {
            status = lua_pcallk(State, arguments, results, top + 1, 0, 0);
        }

        _control->InGuest = guest;
        _depth--;
        if (_control->Ended != ScriptFault.None)
        {
            Spoiled = true;
            lua_settop(State, top + 1);
            return ScriptError.Ended(_control->Ended, LastTrace);
        }

        if (status == Ok) return null;
        if (_depth > 0) ChargeForOpenCalls();
        var error = LuaErrors.Read(this, function, LastTrace);
        lua_settop(State, top + 1);
        return error;
    }

    private bool ArmOutermost()
    {
        LastTrace = null;
        return LuaControl.Arm(_control, Budget, _deadlineTicks == 0 ? 0 : Stopwatch.GetTimestamp() + _deadlineTicks);
    }

    /// <summary>Adds a host function and pushes it. Only stubs that raise its errors may call it.</summary>
    internal void PushHostFunction(string name, LuaFunction function)
    {
        if (FunctionCount >= Common.Length)
        {
            if (FunctionCount == Functions.Length)
            {
                var larger = new HostFunction[FunctionCount + Math.Max(8, FunctionCount / 2)];
                Functions.CopyTo(larger, 0);
                Functions = larger;
            }

            Functions[FunctionCount] = new HostFunction(name, function);
        }
        else if (Common[FunctionCount].Function != function)
        {
            throw new InvalidOperationException("the prelude's functions come first");
        }

        lua_pushinteger(State, FunctionCount++);
        lua_pushcclosure(State, LuaTrampoline.Function, 1);
    }

    /// <summary>Pushes the function that a source text compiles to, or tells what is wrong with it.</summary>
    internal string? LoadText(ReadOnlySpan<byte> source, string name)
    {
        if (source.Length > 0 && source[0] == 0x1B) return "attempt to load a binary chunk";
        return LoadBytes(source, name, "t"u8);
    }

    internal void PushChunk(LuaChunk chunk)
    {
        if (LoadBytes(chunk.Code, chunk.Name, "b"u8) is { } problem) throw new ScriptException(problem);
    }

    private string? LoadBytes(ReadOnlySpan<byte> bytes, string name, ReadOnlySpan<byte> mode)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name + '\0');
        fixed (byte* start = bytes, chunkName = nameBytes, modeText = mode)
        {
            var source = new Source { Start = start, Length = (nuint)bytes.Length };

            // The parser runs protected, so the memory bound may hold for it.
            var guest = _control->InGuest;
            _control->InGuest = 1;
            var status = lua_load(State, &ReadSource, &source, chunkName, modeText);
            _control->InGuest = guest;
            if (status == Ok) return null;
        }

        var problem = new LuaStack(State, 0).Text(-1) ?? "not enough memory";
        lua_settop(State, -2);
        return problem;
    }

    private byte[] Dump(bool strip)
    {
        var code = new List<byte>(4096);
        var handle = GCHandle.Alloc(code);
        lua_dump(State, &WriteCode, (void*)GCHandle.ToIntPtr(handle), strip ? 1 : 0);
        handle.Free();
        return [.. code];
    }

    private void Free()
    {
        if (_disposed) return;
        _disposed = true;
        if (State != 0) lua_close(State);
        _control->Heap.Close();
        NativeMemory.Free(_control);
        _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* ReadSource(nint state, void* data, nuint* length)
    {
        var source = (Source*)data;
        *length = source->Length;
        source->Length = 0;
        return *length == 0 ? null : source->Start;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int WriteCode(nint state, void* bytes, nuint length, void* data)
    {
        var code = (List<byte>)GCHandle.FromIntPtr((nint)data).Target!;
        code.AddRange(new ReadOnlySpan<byte>(bytes, (int)length));
        return 0;
    }

    /// <summary>Where the values of each open call end.</summary>
    [InlineArray(EndsMax)]
    private struct Ends
    {
        private int _first;
    }

    internal readonly record struct HostFunction(string Name, LuaFunction Function);

    [StructLayout(LayoutKind.Sequential)]
    private struct Source
    {
        public byte* Start;
        public nuint Length;
    }
}
