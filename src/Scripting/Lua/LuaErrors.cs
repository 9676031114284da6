using System.Runtime.InteropServices;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>Turns the value that a script raised into a <see cref="ScriptError"/>.</summary>
internal static unsafe class LuaErrors
{
    /// <summary>Reads the error on top of the stack.</summary>
    public static ScriptError Read(LuaState owner, LuaReference function, string? trace)
    {
        var stack = new LuaStack(owner.State, 0);
        if (stack.Kind(-1) != LuaKind.Table) return Plain(Shown(stack), owner, function, trace);

        stack.PushCopy(-1);
        if (stack.PushItem(-1, 1) == LuaKind.Nil)
        {
            stack.Pop(2);
            return Plain(Shown(stack), owner, function, trace);
        }

        var message = Shown(stack);
        stack.Pop();
        var kind = stack.PushItem(-1, 2);
        var chosen = kind != LuaKind.Nil;
        var code = stack.TryNumber(-1, out var number) ? (int)Math.Clamp(LuaNumbers.Truncate(number), int.MinValue, int.MaxValue) : ScriptError.Internal;
        stack.Pop(2);
        return Plain(message, owner, function, trace) with { Code = code, Chosen = chosen };
    }

    private static string Shown(LuaStack stack) => stack.Kind(-1) switch
    {
        LuaKind.Boolean => stack.Truth(-1) ? "true" : "false",
        LuaKind.Text or LuaKind.Number => stack.Text(-1)!,
        var kind => LuaNames.Of(kind),
    };

    private static ScriptError Plain(string text, LuaState owner, LuaReference function, string? trace) =>
        new(WithoutOwnPosition(text, owner, function), ScriptError.Internal, trace);

    /// <summary>Cuts <c>file:line: </c> off when the file is the called function's own.</summary>
    private static string WithoutOwnPosition(string text, LuaState owner, LuaReference function)
    {
        // The prelude carries no lines.
        const string Prelude = "?:-1: ";
        if (text.StartsWith(Prelude, StringComparison.Ordinal)) return text[Prelude.Length..];
        var file = FileOf(owner, function);
        if (file is null || !text.StartsWith(file, StringComparison.Ordinal) || text.Length <= file.Length || text[file.Length] != ':')
            return text;
        var end = text.IndexOf(": ", file.Length + 1, StringComparison.Ordinal);
        return end > 0 && int.TryParse(text.AsSpan(file.Length + 1, end - file.Length - 1), out _) ? text[(end + 2)..] : text;
    }

    private static string? FileOf(LuaState owner, LuaReference function)
    {
        lua_rawgeti(owner.State, RegistryIndex, function.Id);
        if (lua_type(owner.State, -1) != (int)LuaKind.Function)
        {
            lua_settop(owner.State, -2);
            return null;
        }

        DebugRecord record;
        fixed (byte* what = ">S\0"u8) lua_getinfo(owner.State, what, &record);
        return Marshal.PtrToStringUTF8((nint)record.ShortSource);
    }
}
