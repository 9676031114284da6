using System.Buffers;
using KaosNet.Protocol.Wire;

namespace KaosNet.Protocol;

/// <summary>
/// Messages as protobuf (proto3), byte for byte as Google's encoders write them: what gRPC and binary sockets carry. Fields go
/// out by rising number, zero values are left out, unknown fields are passed over when reading.
/// </summary>
public sealed class ProtobufCodec : IMessageCodec
{
    public static readonly ProtobufCodec Instance = new();

    ProtobufCodec()
    {
    }

    /// <summary>The size the message has in protobuf, in bytes; also the bound of decoded requests of other formats (H10).</summary>
    public static int Measure(object message) => ProtobufMessages.Measure(MessageDescriptor.For(message.GetType()), message);

    public static void Serialize(IBufferWriter<byte> output, object message)
    {
        var descriptor = MessageDescriptor.For(message.GetType());
        var size = ProtobufMessages.Measure(descriptor, message);
        if (size == 0) return;
        var writer = new ProtobufWriter(output.GetSpan(size));
        ProtobufMessages.Write(ref writer, descriptor, message);
        output.Advance(writer.Written);
    }

    /// <summary>Reads into a message; answers why the input was refused, or null.</summary>
    public static string? Deserialize(ReadOnlySpan<byte> input, object message)
    {
        var reader = new ProtobufReader(input);
        return ProtobufMessages.Read(ref reader, MessageDescriptor.For(message.GetType()), message)
            ? null : $"malformed protobuf: {reader.Error}";
    }

    /// <summary>For marshallers, which know no other way to refuse than <see cref="InvalidDataException"/>.</summary>
    public static T Deserialize<T>(in ReadOnlySequence<byte> input) where T : class => (T)Deserialize(typeof(T), input);

    /// <inheritdoc cref="Deserialize{T}"/>
    public static object Deserialize(Type type, in ReadOnlySequence<byte> input)
    {
        var message = MessageDescriptor.For(type).Create();
        return Instance.Read(input, message) is { } refusal ? throw new InvalidDataException(refusal) : message;
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output, object message) => Serialize(output, message);

    /// <inheritdoc/>
    public string? Read(in ReadOnlySequence<byte> input, object message) =>
        Contiguous.Read(input, message, 0, static (bytes, message, _) => Deserialize(bytes, message));
}
