using System.Text.Json;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Values;

/// <summary>A message inside a message.</summary>
sealed class MessageFormat<T> : ValueFormat<T> where T : class
{
    MessageDescriptor? _descriptor;

    public override FieldKind Kind => FieldKind.Message;
    public override WireType Wire => WireType.Length;
    public override T Zero => (T)Descriptor.Create();
    public override bool IsZero(T value) => false;

    // Asked for late, so that types may hold each other.
    MessageDescriptor Descriptor => _descriptor ??= MessageDescriptor.For<T>();

    public override void WriteJson(Utf8JsonWriter output, T value) => JsonMessages.Write(output, Descriptor, value);

    public override bool ReadJson(ref JsonInput input, out T value)
    {
        value = (T)Descriptor.Create();
        return JsonMessages.Read(ref input, Descriptor, value);
    }

    public override int MeasureProtobuf(T value)
    {
        var size = ProtobufMessages.Measure(Descriptor, value);
        return ProtobufWriter.VarintSize((uint)size) + size;
    }

    public override void WriteProtobuf(ref ProtobufWriter output, T value)
    {
        output.Varint((uint)ProtobufMessages.Measure(Descriptor, value));
        ProtobufMessages.Write(ref output, Descriptor, value);
    }

    public override bool ReadProtobuf(ref ProtobufReader input, ref T value)
    {
        if (!input.TryLength(out var body)) return false;
        var reader = new ProtobufReader(body);
        return ProtobufMessages.Read(ref reader, Descriptor, value) || input.Refuse(reader.Error!);
    }

    public override void WriteMessagePack(ref MessagePackWriter output, T value) =>
        MessagePackMessages.Write(ref output, Descriptor, value);

    public override T ReadMessagePack(ref MessagePackReader input)
    {
        var value = (T)Descriptor.Create();
        if (!input.TryReadNil()) MessagePackMessages.Read(ref input, Descriptor, value);
        return value;
    }

    public override string? Parse(string text, out T value)
    {
        value = null!;
        return "a message can't be a parameter";
    }
}
