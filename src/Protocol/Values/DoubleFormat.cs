using System.Globalization;
using System.Text.Json;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Values;

/// <summary>A floating-point number; those that JSON can't write are the strings NaN, Infinity and -Infinity.</summary>
sealed class DoubleFormat : ValueFormat<double>
{
    public override FieldKind Kind => FieldKind.Double;
    public override FieldKind WrapperKind => FieldKind.DoubleValue;
    public override WireType Wire => WireType.Fixed64;
    public override double Zero => 0;

    // Minus zero is a value of its own.
    public override bool IsZero(double value) => BitConverter.DoubleToInt64Bits(value) == 0;

    public override void WriteJson(Utf8JsonWriter output, double value)
    {
        if (double.IsFinite(value)) output.WriteNumberValue(value);
        else output.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
    }

    public override bool ReadJson(ref JsonInput input, out double value)
    {
        value = 0;
        if (input.Reader.TokenType == JsonTokenType.Number)
            return (input.Reader.TryGetDouble(out value) && double.IsFinite(value)) || input.Refuse("the number is out of range");
        if (input.Reader.TokenType != JsonTokenType.String) return input.Refuse("a number is wanted");
        var text = input.Reader.GetString()!;
        switch (text)
        {
            case "NaN": value = double.NaN; return true;
            case "Infinity": value = double.PositiveInfinity; return true;
            case "-Infinity": value = double.NegativeInfinity; return true;
        }
        return (JsonNumbers.IsNumber(text) && double.TryParse(text, CultureInfo.InvariantCulture, out value) && double.IsFinite(value))
            || input.Refuse("a number is wanted");
    }

    public override int MeasureProtobuf(double value) => sizeof(double);
    public override void WriteProtobuf(ref ProtobufWriter output, double value) => output.Fixed64(BitConverter.DoubleToUInt64Bits(value));

    public override bool ReadProtobuf(ref ProtobufReader input, ref double value)
    {
        if (!input.TryFixed64(out var bits)) return false;
        value = BitConverter.UInt64BitsToDouble(bits);
        return true;
    }

    public override void WriteMessagePack(ref MessagePackWriter output, double value) => output.Write(value);
    public override double ReadMessagePack(ref MessagePackReader input) => input.ReadDouble();

    public override string? Parse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            ? null : $"strconv.ParseFloat: parsing \"{text}\": invalid syntax";
}
