using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// Furnishes a new state: the safe native libraries, then the prelude, which takes the rest away. The prelude is compiled once for
/// the process and loaded as bytecode into every state; what few scripts use follows in pieces, when a script asks for it.
/// </summary>
internal static unsafe class LuaWorld
{
    private static readonly (string Name, nint Opener)[] NativeLibraries =
    [
        ("_G", Export("luaopen_base")), ("table", Export("luaopen_table")), ("string", Export("luaopen_string")),
        ("math", Export("luaopen_math")), ("debug", Export("luaopen_debug")),
    ];

    private static readonly ConcurrentDictionary<string, LuaChunk> Pieces = new(StringComparer.Ordinal);

    /// <summary>Set while the prelude itself is compiled, in a state that has none yet.</summary>
    [ThreadStatic]
    private static bool _bare;

    public static void Open(LuaState owner)
    {
        foreach (var (name, opener) in NativeLibraries)
        {
            fixed (byte* text = System.Text.Encoding.ASCII.GetBytes(name + '\0')) luaL_requiref(owner.State, text, opener, 1);
            lua_settop(owner.State, 0);
        }

        if (_bare) return;
        var stack = new LuaStack(owner.State, 0);
        var prelude = owner.Load(Piece("prelude"));
        using (var run = owner.Prepare(prelude))
        {
            PushHost(owner, stack);
            stack.PushCopy(-1);
            var host = stack.Keep(-1);
            stack.Pop();
            PushGlobal(stack, "debug"u8);
            Check(run.Execute(1));
            if (owner.Options.Deterministic) OpenDeterministic(owner, stack, host);
            else LuaContexts.Open(owner, stack, host);
            stack.PushField(-1, "require"u8);
            owner.Bind(stack.Keep(-1));
            owner.Release(host);
        }

        owner.Release(prelude);
        RemoveGlobal(stack, "debug"u8);
        // A match's state holds as much as it ever held at a time, and there are thousands of them.
        if (owner.Options.Deterministic) owner.Collect();
    }

    /// <summary>One of the host's own scripts, compiled once for the process.</summary>
    public static LuaChunk Piece(string name) => Pieces.GetOrAdd(name, CompileOwn);

    private static void OpenDeterministic(LuaState owner, LuaStack stack, LuaReference host)
    {
        var chunk = owner.Load(Piece("deterministic"));
        var prelude = stack.Keep(-1);
        using (var run = owner.Prepare(chunk))
        {
            stack.Push(host);
            stack.Push(prelude);
            stack.Push(owner.Options.Seed);
            Check(run.Execute(0));
        }

        owner.Release(prelude);
        owner.Release(chunk);
    }

    private static void PushHost(LuaState owner, LuaStack stack)
    {
        stack.PushTable(0, 20);
        lua_pushlightuserdata(owner.State, (nint)LuaControl.Of(owner.State));
        stack.SetField("marker"u8);
        LuaContexts.PushKey(owner.State);
        stack.SetField("lists"u8);
        lua_pushcclosure(owner.State, LuaControl.RaiseFunction, 0);
        stack.SetField("raise"u8);
        stack.SetField("deterministic"u8, owner.Options.Deterministic);
        foreach (var (name, function) in LuaHostFunctions.All)
        {
            owner.PushHostFunction(name, function);
            stack.SetField(System.Text.Encoding.ASCII.GetBytes(name));
        }
    }

    private static void PushGlobal(LuaStack stack, ReadOnlySpan<byte> name)
    {
        lua_rawgeti(stack.State, RegistryIndex, GlobalsSlot);
        stack.PushField(-1, name);
        lua_rotate(stack.State, -2, 1);
        stack.Pop();
    }

    private static void RemoveGlobal(LuaStack stack, ReadOnlySpan<byte> name)
    {
        lua_rawgeti(stack.State, RegistryIndex, GlobalsSlot);
        stack.PushNil();
        stack.SetField(name);
        stack.Pop();

        // Lua keeps every opened library a second time; nothing here uses that list.
        stack.PushNil();
        var top = lua_gettop(stack.State);
        stack.Push("_LOADED"u8);
        lua_rotate(stack.State, top, 1);
        lua_rawset(stack.State, RegistryIndex);
    }

    internal static void Check(ScriptError? error)
    {
        if (error is not null) throw new InvalidOperationException($"the script prelude failed: {error.Message}\n{error.Trace}");
    }

    private static LuaChunk CompileOwn(string name)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.lua")
            ?? throw new InvalidOperationException($"{name}.lua is missing from the assembly");
        var source = new byte[resource.Length];
        resource.ReadExactly(source);
        return CompileOwn(name, source);
    }

    /// <summary>Compiles a script of the host's own, without names and lines.</summary>
    internal static LuaChunk CompileOwn(string name, ReadOnlySpan<byte> source)
    {
        _bare = true;
        try
        {
            using var state = new LuaState(new LuaStateOptions());
            UsePlainLocale(state);
            Check(state.Compile(source, name, strip: true, out var chunk));
            return chunk!;
        }
        finally
        {
            _bare = false;
        }
    }

    /// <summary>
    /// Lua compares strings and writes numbers by the process's C locale, which the environment may have set to anything.
    /// Managed code does not look at it.
    /// </summary>
    private static void UsePlainLocale(LuaState state)
    {
        fixed (byte* text = "os\0"u8) luaL_requiref(state.State, text, Export("luaopen_os"), 1);
        lua_settop(state.State, 0);
        Check(state.Compile("os.setlocale('C')"u8, "locale", out var chunk));
        using var run = state.Prepare(state.Load(chunk!));
        Check(run.Execute(0));
    }

    private static nint Export(string name) => NativeLibrary.GetExport(LuaControl.NativeHandle(), name);
}
