using System.Text;
using static KaosNet.Scripting.Lua.LuaNative;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// One call of a host function by a script. The typed readers (<see cref="Text"/>, <see cref="Integer"/>, …) never throw: the first
/// wrong argument is remembered, <see cref="Failed"/> turns true and the script sees Lua's usual complaint.
/// </summary>
public ref struct LuaCall
{
    private readonly string _name;
    private string? _failure;
    private int _code;

    internal LuaCall(LuaState owner, nint state, string name)
    {
        Owner = owner;
        Stack = new LuaStack(state, 0);
        _name = name;
        Count = lua_gettop(state);
    }

    /// <summary>The state that calls.</summary>
    public LuaState Owner { get; }

    /// <summary>Arguments 1 to <see cref="Count"/>, and above them what the function pushes.</summary>
    public LuaStack Stack { get; }

    public int Count { get; }

    public readonly bool Failed => _failure is not null;

    internal readonly string? Failure => _failure;

    internal readonly int FailureCode => _code;

    public readonly LuaKind Kind(int position) => position > Count ? LuaKind.None : Stack.Kind(position);

    public readonly bool IsNil(int position) => position > Count || Stack.IsNil(position);

    /// <summary>A mandatory string; numbers count as their text.</summary>
    public string Text(int position)
    {
        if (position <= Count && Stack.Text(position) is { } text) return text;
        WrongKind(position, "string");
        return "";
    }

    /// <summary>A mandatory string that must not be empty.</summary>
    public string NonEmptyText(int position, string expectation)
    {
        var text = Text(position);
        if (text.Length == 0) Wrong(position, expectation);
        return text;
    }

    public string? OptionalText(int position, string? otherwise = null) => IsNil(position) ? otherwise : Text(position);

    /// <summary>A mandatory string's bytes, good until the function returns.</summary>
    public ReadOnlySpan<byte> Bytes(int position)
    {
        if (position <= Count && Stack.TryBytes(position, out var bytes)) return bytes;
        if (position <= Count && Stack.TryNumber(position, out var number)) return Encoding.UTF8.GetBytes(LuaNumbers.Print(number));
        WrongKind(position, "string");
        return default;
    }

    /// <summary>A mandatory number, its fraction cut off.</summary>
    public long Integer(int position)
    {
        if (position <= Count)
        {
            if (Stack.TryInteger(position, out var whole)) return whole;
            if (Stack.TryNumber(position, out var number)) return LuaNumbers.Truncate(number);
        }

        WrongKind(position, "number");
        return 0;
    }

    public long OptionalInteger(int position, long otherwise) => IsNil(position) ? otherwise : Integer(position);

    public double Number(int position)
    {
        if (position <= Count && Stack.TryNumber(position, out var number)) return number;
        WrongKind(position, "number");
        return 0;
    }

    public bool Boolean(int position)
    {
        if (Kind(position) == LuaKind.Boolean) return Stack.Truth(position);
        WrongKind(position, "boolean");
        return false;
    }

    public bool OptionalBoolean(int position, bool otherwise) => IsNil(position) ? otherwise : Boolean(position);

    /// <summary>True if the argument is a table, which <see cref="Stack"/> reads; otherwise the call fails.</summary>
    public bool Table(int position)
    {
        if (Kind(position) == LuaKind.Table) return true;
        WrongKind(position, "table");
        return false;
    }

    /// <summary>Keeps a mandatory function beyond the call.</summary>
    public LuaReference Function(int position)
    {
        if (Kind(position) == LuaKind.Function) return Stack.Keep(position);
        WrongKind(position, "function");
        return LuaReference.None;
    }

    /// <summary>Any value as JSON text; fails the call if there is none.</summary>
    public void Json(int position, LuaJsonBuffer into)
    {
        if (position > Count) WrongKind(position, "value");
        else if (!Stack.TryWriteJson(position, into, out var problem)) Fail(problem!);
    }

    /// <summary>Says that an argument is wrong in a way of its own: <c>bad argument #1 to name (expectation)</c>.</summary>
    public LuaResult Wrong(int position, string expectation)
    {
        _failure ??= $"bad argument #{position} to {_name} ({expectation})";
        if (_code == 0) _code = ScriptError.Internal;
        return LuaResult.Failed;
    }

    /// <summary>
    /// Ends the function with an error that the script can catch. With a code it is the table <c>{message, code}</c>, without one
    /// a text with the script's position in front.
    /// </summary>
    public LuaResult Fail(string message, int code = 0)
    {
        if (_failure is not null) return LuaResult.Failed;
        _failure = message;
        _code = code == 0 ? ScriptError.Internal : -code;
        return LuaResult.Failed;
    }

    /// <summary>Ends with the complaint about the first wrong argument.</summary>
    public readonly LuaResult Fail() => LuaResult.Failed;

    /// <summary>Work done for the script beyond one instruction; the budget pays.</summary>
    public readonly void Charge(long instructions) => Owner.Charge(instructions);

    public readonly LuaResult Return() => new(0);

    public readonly LuaResult Return(long value)
    {
        Stack.Push(value);
        return new LuaResult(1);
    }

    public readonly LuaResult Return(double value)
    {
        Stack.Push(value);
        return new LuaResult(1);
    }

    public readonly LuaResult Return(bool value)
    {
        Stack.Push(value);
        return new LuaResult(1);
    }

    public readonly LuaResult Return(string? value)
    {
        Stack.Push(value);
        return new LuaResult(1);
    }

    public readonly LuaResult Return(ReadOnlySpan<byte> value)
    {
        Stack.Push(value);
        return new LuaResult(1);
    }

    /// <summary>Returns the last values pushed.</summary>
    public readonly LuaResult ReturnPushed(int count) => new(count);

    private void WrongKind(int position, string expected) =>
        Wrong(position, $"{expected} expected, got {(position > Count ? "nil" : LuaNames.Of(Stack.Kind(position)))}");
}

internal static class LuaNames
{
    public static string Of(LuaKind kind) => kind switch
    {
        LuaKind.Boolean => "boolean",
        LuaKind.Number => "number",
        LuaKind.Text => "string",
        LuaKind.Table => "table",
        LuaKind.Function => "function",
        LuaKind.Pointer or LuaKind.UserData => "userdata",
        LuaKind.Thread => "thread",
        _ => "nil",
    };
}
