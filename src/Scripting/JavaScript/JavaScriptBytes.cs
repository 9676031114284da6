using System.Text;
using Jint;
using Jint.Native;

namespace KaosNet.Scripting.JavaScript;

/// <summary>Bytes that scripts hold in one form or another.</summary>
internal static class JavaScriptBytes
{
    /// <summary>Reads an ArrayBuffer, a list of bytes or a text in UTF-8.</summary>
    public static bool TryRead(JsValue value, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        switch (value)
        {
            case JsString text:
                bytes = Encoding.UTF8.GetBytes(text.ToString());
                return true;
            case JsArrayBuffer when value.AsArrayBuffer() is { } held:
                bytes = held;
                return true;
            case JsTypedArray when value.IsUint8Array():
                bytes = value.AsUint8Array();
                return true;
            default:
                return false;
        }
    }
}
