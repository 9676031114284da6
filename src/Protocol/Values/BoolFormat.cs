using System.Text.Json;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Values;

/// <summary>A truth value; in JSON only true or false, in parameters also their short spellings (H29, H31).</summary>
sealed class BoolFormat : ValueFormat<bool>
{
    public override FieldKind Kind => FieldKind.Bool;
    public override FieldKind WrapperKind => FieldKind.BoolValue;
    public override WireType Wire => WireType.Varint;
    public override bool Zero => false;
    public override bool IsZero(bool value) => !value;

    public override void WriteJson(Utf8JsonWriter output, bool value) => output.WriteBooleanValue(value);

    public override bool ReadJson(ref JsonInput input, out bool value)
    {
        value = input.Reader.TokenType == JsonTokenType.True;
        return value || input.Reader.TokenType == JsonTokenType.False || input.Refuse("true or false is wanted");
    }

    public override int MeasureProtobuf(bool value) => 1;
    public override void WriteProtobuf(ref ProtobufWriter output, bool value) => output.Varint(value ? 1u : 0);

    public override bool ReadProtobuf(ref ProtobufReader input, ref bool value)
    {
        if (!input.TryVarint(out var number)) return false;
        value = number != 0;
        return true;
    }

    public override void WriteMessagePack(ref MessagePackWriter output, bool value) => output.Write(value);
    public override bool ReadMessagePack(ref MessagePackReader input) => input.ReadBoolean();

    public override string? Parse(string text, out bool value)
    {
        value = text is "1" or "t" or "T" or "true" or "True" or "TRUE";
        return value || text is "0" or "f" or "F" or "false" or "False" or "FALSE"
            ? null : $"strconv.ParseBool: parsing \"{text}\": invalid syntax";
    }
}
