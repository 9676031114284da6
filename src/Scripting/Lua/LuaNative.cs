using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// The part of Lua's C interface that the host uses. Short functions that never allocate skip the garbage collector
/// transition; every function that may allocate must not, since the allocator is managed code.
/// Functions that can raise a Lua error outside a protected call are left out on purpose: only raw access is here.
/// </summary>
internal static unsafe partial class LuaNative
{
    public const string Library = "lua54";
    public const int Ok = 0, OutOfMemory = 4;
    public const int CollectAll = 2;
    public const int MultipleResults = -1;
    public const int RegistryIndex = -1_000_000 - 1000;
    public const int MaskCount = 8;

    /// <summary>Registry slot in which Lua itself keeps the globals.</summary>
    public const int GlobalsSlot = 2;

    public static int Upvalue(int index) => RegistryIndex - index;

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint lua_newstate(delegate* unmanaged[Cdecl]<void*, void*, nuint, nuint, void*> allocator, void* data);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void lua_close(nint state);

    /// <summary>Lua takes more arguments for other uses than a full collection; those are the prelude's business.</summary>
    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int lua_gc(nint state, int what);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void luaL_requiref(nint state, byte* name, nint opener, int global);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int lua_pcallk(nint state, int arguments, int results, int handler, nint context, nint continuation);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int lua_load(
        nint state, delegate* unmanaged[Cdecl]<nint, void*, nuint*, byte*> reader, void* data, byte* chunkName, byte* mode);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int lua_dump(
        nint state, delegate* unmanaged[Cdecl]<nint, void*, nuint, void*, int> writer, void* data, int strip);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int lua_checkstack(nint state, int extra);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial byte* lua_tolstring(nint state, int index, nuint* length);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial byte* lua_pushlstring(nint state, byte* text, nuint length);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void lua_pushcclosure(nint state, nint function, int upvalues);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void lua_createtable(nint state, int array, int record);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void lua_rawset(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void lua_rawseti(nint state, int index, long key);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int luaL_ref(nint state, int table);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void luaL_unref(nint state, int table, int reference);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void luaL_traceback(nint state, nint of, byte* message, int level);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void luaL_where(nint state, int level);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int lua_getinfo(nint state, byte* what, DebugRecord* record);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int lua_getstack(nint state, int level, DebugRecord* record);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial void lua_sethook(nint state, nint hook, int mask, int count);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int lua_gettop(nint state);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial void lua_settop(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial void lua_pushvalue(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial void lua_rotate(nint state, int index, int count);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int lua_type(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int lua_iscfunction(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int lua_isinteger(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial double lua_tonumberx(nint state, int index, int* isNumber);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial long lua_tointegerx(nint state, int index, int* isInteger);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int lua_toboolean(nint state, int index);

    /// <summary>The same export, for values known to be strings: nothing is converted, so nothing is allocated.</summary>
    [LibraryImport(Library, EntryPoint = "lua_tolstring")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial byte* lua_viewstring(nint state, int index, nuint* length);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial ulong lua_rawlen(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial nint lua_topointer(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int lua_getmetatable(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial void lua_pushnil(nint state);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial void lua_pushnumber(nint state, double value);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial void lua_pushinteger(nint state, long value);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial void lua_pushboolean(nint state, int value);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial void lua_pushlightuserdata(nint state, nint value);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int lua_rawget(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int lua_rawgeti(nint state, int index, long key);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int lua_next(nint state, int index);

    [LibraryImport(Library)] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int lua_setmetatable(nint state, int index);

    /// <summary>Lua's lua_Debug. Only ever filled by Lua.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct DebugRecord
    {
        public int Event;
        public byte* Name, NameWhat, What, Source;
        public nuint SourceLength;
        public int CurrentLine, FirstLine, LastLine;
        public byte Upvalues, Parameters, IsVariadic, IsTailCall;
        public ushort FirstTransferred, Transferred;
        public fixed byte ShortSource[60];
        public nint CallInfo;
        private fixed byte _spare[64];
    }
}
