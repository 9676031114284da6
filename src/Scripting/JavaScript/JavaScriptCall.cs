using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace KaosNet.Scripting.JavaScript;

/// <summary>
/// One call of a host function by a script. The typed readers (<see cref="Text"/>, <see cref="Integer"/>, …) never throw: the first wrong argument is
/// remembered, <see cref="Failed"/> turns true and the script sees a <c>TypeError</c>. Arguments count from 1.
/// </summary>
[StructLayout(LayoutKind.Auto)]
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "A function returns through its call.")]
public ref struct JavaScriptCall
{
    private const int InstructionsPerStatement = 5;

    private readonly ReadOnlySpan<JsValue> _arguments;

    internal JavaScriptCall(JavaScriptState owner, string name, ReadOnlySpan<JsValue> arguments)
    {
        Owner = owner;
        Name = name;
        _arguments = arguments;
    }

    /// <summary>The state that calls.</summary>
    public JavaScriptState Owner { get; }

    /// <summary>The function's name.</summary>
    public string Name { get; }

    public readonly int Count => _arguments.Length;

    public readonly bool Failed => Failure is not null;

    internal string? Failure { get; private set; }

    /// <summary>The code of a failure that has one; negative where an argument is at fault.</summary>
    internal int FailureCode { get; private set; }

    /// <summary>Takes from the running call's budget what a function costs, in instructions of Lua, which are about five times as fast as a statement.</summary>
    public readonly void Charge(long instructions) => Owner.Charge(instructions / InstructionsPerStatement);

    /// <summary>An argument as it is; undefined if there is none.</summary>
    public readonly JsValue Value(int position) => position <= Count ? _arguments[position - 1] : JsValue.Undefined;

    /// <summary>True for undefined and null.</summary>
    public readonly bool IsNothing(int position) => Value(position) is var value && (value.IsUndefined() || value.IsNull());

    /// <summary>A mandatory text.</summary>
    public string Text(int position)
    {
        if (Value(position) is JsString text) return text.ToString();
        Wrong("expects string");
        return "";
    }

    /// <summary>A mandatory text that must not be empty.</summary>
    public string NonEmptyText(int position, string expectation)
    {
        var text = Text(position);
        if (text.Length == 0) Wrong(expectation);
        return text;
    }

    public string? OptionalText(int position, string? otherwise = null) => IsNothing(position) ? otherwise : Text(position);

    /// <summary>A mandatory whole number.</summary>
    public long Integer(int position)
    {
        if (Value(position) is JsNumber number && TryWhole(number.AsNumber(), out var whole)) return whole;
        Wrong("expects number");
        return 0;
    }

    public long OptionalInteger(int position, long otherwise) => IsNothing(position) ? otherwise : Integer(position);

    public double Number(int position)
    {
        if (Value(position) is JsNumber number) return number.AsNumber();
        Wrong("expects number");
        return 0;
    }

    public bool Boolean(int position)
    {
        if (Value(position) is var value && value.IsBoolean()) return value.AsBoolean();
        Wrong("expects boolean");
        return false;
    }

    public bool OptionalBoolean(int position, bool otherwise) => IsNothing(position) ? otherwise : Boolean(position);

    /// <summary>A mandatory object that is neither list nor function; null after a failure.</summary>
    public ObjectInstance? Object(int position)
    {
        if (Value(position) is ObjectInstance found && !found.IsArray() && !found.IsCallable()) return found;
        Wrong("expects object");
        return null;
    }

    public ObjectInstance? OptionalObject(int position) => IsNothing(position) ? null : Object(position);

    /// <summary>A mandatory list; null after a failure.</summary>
    public JsArray? Array(int position)
    {
        if (Value(position) is JsArray array) return array;
        Wrong("expects array");
        return null;
    }

    public JsArray? OptionalArray(int position) => IsNothing(position) ? null : Array(position);

    /// <summary>A mandatory function, for <see cref="JavaScriptState.CallWithin"/>.</summary>
    public JsValue Function(int position)
    {
        if (Value(position) is var value && value.IsCallable()) return value;
        Wrong("expects function");
        return JsValue.Undefined;
    }

    /// <summary>The bytes of an ArrayBuffer or a typed array, or those of a text in UTF-8; good until the function returns.</summary>
    public ReadOnlySpan<byte> Bytes(int position)
    {
        if (JavaScriptBytes.TryRead(Value(position), out var bytes)) return bytes;
        Wrong("expects string or array buffer");
        return default;
    }

    /// <summary>An argument as JSON text. What JSON cannot hold fails the call.</summary>
    public ReadOnlySpan<byte> Json(int position) => JsonOf(Value(position));

    /// <summary>Any value as JSON text. What JSON cannot hold fails the call.</summary>
    public ReadOnlySpan<byte> JsonOf(JsValue value)
    {
        var into = Owner.Scratch;
        if (Owner.TryWriteJson(value, into, out var problem)) return into.WrittenSpan;
        Fail(problem);
        return default;
    }

    /// <summary>A mandatory object as JSON text; a list is refused.</summary>
    public ReadOnlySpan<byte> ObjectJson(int position, string expectation)
    {
        if (Value(position) is ObjectInstance found && !found.IsArray() && !found.IsCallable()) return Json(position);
        Wrong(expectation);
        return default;
    }

    /// <summary>Says that an argument is wrong: the script sees a <c>TypeError</c>.</summary>
    public JsValue Wrong(string expectation)
    {
        if (Failure is null) (Failure, FailureCode) = (expectation, -1);
        return JsValue.Undefined;
    }

    /// <summary>Ends the function with an error that the script can catch; its code, if any, is the error's <c>code</c>.</summary>
    public JsValue Fail(string message, int code = 0)
    {
        if (Failure is null) (Failure, FailureCode) = (message, code);
        return JsValue.Undefined;
    }

    /// <summary>Ends with the complaint about the first wrong argument.</summary>
    public readonly JsValue Fail() => JsValue.Undefined;

    public readonly JsValue Return() => JsValue.Undefined;

    public readonly JsValue Return(string? value) => value is null ? JsValue.Null : JsString.Create(value);

    public readonly JsValue Return(long value) => JsNumber.Create(value);

    public readonly JsValue Return(double value) => JsNumber.Create(value);

    public readonly JsValue Return(bool value) => value ? JsBoolean.True : JsBoolean.False;

    /// <summary>Returns bytes as an ArrayBuffer.</summary>
    public readonly JsValue Return(ReadOnlySpan<byte> value) => Owner.Binary(value);

    /// <summary>Returns the value that a JSON text stands for.</summary>
    public JsValue ReturnJson(ReadOnlySpan<byte> json) => Owner.TryReadJson(json, out var value, out var problem) ? value : Fail(problem);

    internal static bool TryWhole(double number, out long whole)
    {
        whole = number is > -9.3e18 and < 9.3e18 ? (long)number : 0;
        return whole == number;
    }
}
