using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Values;

/// <summary>One of a list of words: sent as a number (H45), read as number or name. Numbers nobody knows yet pass through.</summary>
sealed class EnumFormat<TEnum> : ValueFormat<TEnum> where TEnum : struct, Enum
{
    static readonly EnumDescriptor Constants = EnumDescriptor.For(typeof(TEnum));

    public override FieldKind Kind => FieldKind.Enum;
    public override WireType Wire => WireType.Varint;
    public override TEnum Zero => default;
    public override bool IsZero(TEnum value) => Number(value) == 0;
    public override void WriteJson(Utf8JsonWriter output, TEnum value) => output.WriteNumberValue(Number(value));

    public override bool ReadJson(ref JsonInput input, out TEnum value)
    {
        value = default;
        if (input.Reader.TokenType == JsonTokenType.String)
        {
            if (Constants.TryNumber(input.Reader.GetString()!, out var number))
            {
                value = Value(number);
                return true;
            }
            return !input.Rules.IgnoresUnknown && input.Refuse("an unknown constant");
        }
        if (input.Reader.TokenType != JsonTokenType.Number) return input.Refuse("a number or name is wanted");
        if (!JsonNumbers.TryInteger(ref input, int.MinValue, int.MaxValue, out var given)) return false;
        value = Value((int)given);
        return true;
    }

    public override int MeasureProtobuf(TEnum value) => ProtobufWriter.VarintSize((ulong)Number(value));
    public override void WriteProtobuf(ref ProtobufWriter output, TEnum value) => output.Varint((ulong)Number(value));

    public override bool ReadProtobuf(ref ProtobufReader input, ref TEnum value)
    {
        if (!input.TryVarint(out var number)) return false;
        value = Value(unchecked((int)number));
        return true;
    }

    public override void WriteMessagePack(ref MessagePackWriter output, TEnum value) => output.Write(Number(value));
    public override TEnum ReadMessagePack(ref MessagePackReader input) => Value(input.ReadInt32());

    public override string? Parse(string text, out TEnum value)
    {
        var known = Constants.TryNumber(text, out var number)
            || (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && Constants.Holds(number));
        value = known ? Value(number) : default;
        return known ? null : $"\"{text}\" is not a valid value";
    }

    static int Number(TEnum value) => Unsafe.As<TEnum, int>(ref value);
    static TEnum Value(int number) => Unsafe.As<int, TEnum>(ref number);
}
