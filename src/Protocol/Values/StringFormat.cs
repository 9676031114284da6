using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Values;

/// <summary>Text. Bytes that are no UTF-8 are refused in every format, never replaced.</summary>
sealed class StringFormat : ValueFormat<string>
{
    public static readonly StringFormat Instance = new();

    public override FieldKind Kind => FieldKind.String;
    public override FieldKind WrapperKind => FieldKind.StringValue;
    public override WireType Wire => WireType.Length;
    public override string Zero => "";
    public override bool IsZero(string value) => value.Length == 0;

    public override void WriteJson(Utf8JsonWriter output, string value) => output.WriteStringValue(value ?? "");

    public override bool ReadJson(ref JsonInput input, out string value)
    {
        value = "";
        if (input.Reader.TokenType != JsonTokenType.String) return input.Refuse("a string is wanted");
        value = input.Reader.GetString()!;
        return true;
    }

    public override int MeasureProtobuf(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        return ProtobufWriter.VarintSize((uint)size) + size;
    }

    public override void WriteProtobuf(ref ProtobufWriter output, string value) => output.Text(value);

    public override bool ReadProtobuf(ref ProtobufReader input, ref string value)
    {
        if (!input.TryLength(out var bytes)) return false;
        if (!Utf8.IsValid(bytes)) return input.Refuse("a string is not valid UTF-8");
        value = Encoding.UTF8.GetString(bytes);
        return true;
    }

    public override void WriteMessagePack(ref MessagePackWriter output, string value) => output.Write(value);

    public override string ReadMessagePack(ref MessagePackReader input)
    {
        if (input.ReadStringSequence() is not { } bytes) return "";
        var contiguous = bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray();
        if (!Utf8.IsValid(contiguous)) throw new MessagePackSerializationException("a string is not valid UTF-8");
        return Encoding.UTF8.GetString(contiguous);
    }

    public override string? Parse(string text, out string value)
    {
        value = text;
        return null;
    }
}
