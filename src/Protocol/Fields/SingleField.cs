using System.Text.Json;
using KaosNet.Protocol.Values;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Fields;

/// <summary>
/// A field of one value. A wrapped one remembers being set: in protobuf it is a message of its own that holds the value as
/// field 1, empty when the value is zero; in JSON it is the bare value.
/// </summary>
abstract class SingleField<TValue>(FieldPlace place, ValueFormat<TValue> format, bool wrapped)
    : MessageField(place, wrapped ? format.WrapperKind : format.Kind, FieldShape.Single, wrapped ? WireType.Length : format.Wire)
{
    public override Type ValueType => typeof(TValue);

    internal override bool Sends(object message) => TryGet(message, out _);

    private protected override object Open(object message)
    {
        if (TryGet(message, out var there)) return there!;
        var made = MessageDescriptor.For(typeof(TValue)).Create();
        Put(message, (TValue)made);
        return made;
    }

    private protected override string? Parse(object message, IReadOnlyList<string> values)
    {
        if (values.Count > 1) return $"too many values for field \"{Name}\": {string.Join(", ", values)}";
        if (format.Parse(values[0], out var value) is { } refusal) return $"parsing field \"{Name}\": {refusal}";
        Put(message, value);
        return null;
    }

    internal override void WriteJson(Utf8JsonWriter output, object message)
    {
        if (!TryGet(message, out var value)) return;
        output.WritePropertyName(JsonName);
        format.WriteJson(output, value);
    }

    internal override bool ReadJson(ref JsonInput input, object message)
    {
        if (!format.ReadJson(ref input, out var value)) return input.Error is null;
        Put(message, value);
        return true;
    }

    internal override int MeasureProtobuf(object message)
    {
        if (!TryGet(message, out var value)) return 0;
        if (!wrapped) return TagSize + format.MeasureProtobuf(value);
        var inner = InnerSize(value);
        return TagSize + ProtobufWriter.VarintSize((uint)inner) + inner;
    }

    internal override void WriteProtobuf(ref ProtobufWriter output, object message)
    {
        if (!TryGet(message, out var value)) return;
        output.Varint(Tag);
        if (wrapped)
        {
            output.Varint((uint)InnerSize(value));
            if (format.IsZero(value)) return;
            output.Varint(InnerTag);
        }
        format.WriteProtobuf(ref output, value);
    }

    internal override bool ReadProtobuf(ref ProtobufReader input, object message, WireType wire)
    {
        if (!FitsWire(wire)) return input.TrySkip(wire, Number);
        TValue value;
        if (!wrapped)
        {
            // A message that arrives in two parts is one message: what is there already is read into.
            if (Kind != FieldKind.Message || !TryGet(message, out value)) value = format.Zero;
            if (!format.ReadProtobuf(ref input, ref value)) return false;
        }
        else
        {
            value = format.Zero;
            if (!input.TryLength(out var inner)) return false;
            var reader = new ProtobufReader(inner);
            while (!reader.AtEnd)
            {
                if (!reader.TryTag(out var number, out var innerWire)) return input.Refuse(reader.Error!);
                var fine = number == 1 && innerWire == format.Wire
                    ? format.ReadProtobuf(ref reader, ref value) : reader.TrySkip(innerWire, number);
                if (!fine) return input.Refuse(reader.Error!);
            }
        }
        Put(message, value);
        return true;
    }

    internal override void WriteMessagePack(ref MessagePackWriter output, object message)
    {
        if (!TryGet(message, out var value)) return;
        output.Write(Number);
        format.WriteMessagePack(ref output, value);
    }

    internal override void ReadMessagePack(ref MessagePackReader input, object message)
    {
        if (!input.TryReadNil()) Put(message, format.ReadMessagePack(ref input));
    }

    /// <summary>The value, if it is to be sent.</summary>
    protected abstract bool TryGet(object message, out TValue value);
    protected abstract void Put(object message, TValue value);

    uint InnerTag => (1u << 3) | (uint)format.Wire;

    int InnerSize(TValue value) => format.IsZero(value) ? 0 : 1 + format.MeasureProtobuf(value);
}
