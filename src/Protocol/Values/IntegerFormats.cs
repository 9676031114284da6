using System.Text.Json;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Values;

/// <summary>A whole number of 32 bits; a negative one takes ten bytes in protobuf, as the format asks.</summary>
sealed class Int32Format : ValueFormat<int>
{
    public override FieldKind Kind => FieldKind.Int32;
    public override FieldKind WrapperKind => FieldKind.Int32Value;
    public override WireType Wire => WireType.Varint;
    public override int Zero => 0;
    public override bool IsZero(int value) => value == 0;
    public override void WriteJson(Utf8JsonWriter output, int value) => output.WriteNumberValue(value);

    public override bool ReadJson(ref JsonInput input, out int value)
    {
        var fine = JsonNumbers.TryInteger(ref input, int.MinValue, int.MaxValue, out var number);
        value = (int)number;
        return fine;
    }

    public override int MeasureProtobuf(int value) => ProtobufWriter.VarintSize((ulong)value);
    public override void WriteProtobuf(ref ProtobufWriter output, int value) => output.Varint((ulong)value);

    public override bool ReadProtobuf(ref ProtobufReader input, ref int value)
    {
        if (!input.TryVarint(out var number)) return false;
        value = unchecked((int)number);
        return true;
    }

    public override void WriteMessagePack(ref MessagePackWriter output, int value) => output.Write(value);
    public override int ReadMessagePack(ref MessagePackReader input) => input.ReadInt32();

    public override string? Parse(string text, out int value)
    {
        var refusal = ParameterNumbers.Parse(text, int.MinValue, int.MaxValue, "strconv.ParseInt", out var number);
        value = (int)number;
        return refusal;
    }
}

/// <summary>A whole number of 64 bits; a decimal string in JSON, since JavaScript's numbers can't hold it (H44).</summary>
sealed class Int64Format : ValueFormat<long>
{
    const int DigitsMax = 20;

    public override FieldKind Kind => FieldKind.Int64;
    public override FieldKind WrapperKind => FieldKind.Int64Value;
    public override WireType Wire => WireType.Varint;
    public override long Zero => 0;
    public override bool IsZero(long value) => value == 0;

    public override void WriteJson(Utf8JsonWriter output, long value)
    {
        Span<byte> digits = stackalloc byte[DigitsMax];
        value.TryFormat(digits, out var written);
        output.WriteStringValue(digits[..written]);
    }

    public override bool ReadJson(ref JsonInput input, out long value) =>
        JsonNumbers.TryInteger(ref input, long.MinValue, long.MaxValue, out value);

    public override int MeasureProtobuf(long value) => ProtobufWriter.VarintSize((ulong)value);
    public override void WriteProtobuf(ref ProtobufWriter output, long value) => output.Varint((ulong)value);

    public override bool ReadProtobuf(ref ProtobufReader input, ref long value)
    {
        if (!input.TryVarint(out var number)) return false;
        value = unchecked((long)number);
        return true;
    }

    public override void WriteMessagePack(ref MessagePackWriter output, long value) => output.Write(value);
    public override long ReadMessagePack(ref MessagePackReader input) => input.ReadInt64();

    public override string? Parse(string text, out long value) =>
        ParameterNumbers.Parse(text, long.MinValue, long.MaxValue, "strconv.ParseInt", out value);
}

/// <summary>A whole number of 32 bits, not negative.</summary>
sealed class UInt32Format : ValueFormat<uint>
{
    public override FieldKind Kind => FieldKind.UInt32;
    public override FieldKind WrapperKind => FieldKind.UInt32Value;
    public override WireType Wire => WireType.Varint;
    public override uint Zero => 0;
    public override bool IsZero(uint value) => value == 0;
    public override void WriteJson(Utf8JsonWriter output, uint value) => output.WriteNumberValue(value);

    public override bool ReadJson(ref JsonInput input, out uint value)
    {
        var fine = JsonNumbers.TryInteger(ref input, uint.MinValue, uint.MaxValue, out var number);
        value = (uint)number;
        return fine;
    }

    public override int MeasureProtobuf(uint value) => ProtobufWriter.VarintSize(value);
    public override void WriteProtobuf(ref ProtobufWriter output, uint value) => output.Varint(value);

    public override bool ReadProtobuf(ref ProtobufReader input, ref uint value)
    {
        if (!input.TryVarint(out var number)) return false;
        value = unchecked((uint)number);
        return true;
    }

    public override void WriteMessagePack(ref MessagePackWriter output, uint value) => output.Write(value);
    public override uint ReadMessagePack(ref MessagePackReader input) => input.ReadUInt32();

    public override string? Parse(string text, out uint value)
    {
        var refusal = ParameterNumbers.Parse(text, uint.MinValue, uint.MaxValue, "strconv.ParseUint", out var number);
        value = (uint)number;
        return refusal;
    }
}
