using System.Buffers;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol;

/// <summary>
/// Messages as MessagePack: a map from protobuf field number to value, without fields that have nothing to say. Moments are the
/// format's own timestamps, enums numbers, values that remember being set are bare. Unknown fields are passed over.
/// </summary>
public sealed class MessagePackCodec : IMessageCodec
{
    public static readonly MessagePackCodec Instance = new();

    MessagePackCodec()
    {
    }

    public static void Serialize(IBufferWriter<byte> output, object message)
    {
        var writer = new MessagePackWriter(output);
        MessagePackMessages.Write(ref writer, MessageDescriptor.For(message.GetType()), message);
        writer.Flush();
    }

    /// <summary>Reads into a message; answers why the input was refused, or null.</summary>
    public static string? Deserialize(in ReadOnlySequence<byte> input, object message)
    {
        try
        {
            // Headers that promise more than is there are refused by the reader before anything is allocated for them.
            var reader = new MessagePackReader(input);
            MessagePackMessages.Read(ref reader, MessageDescriptor.For(message.GetType()), message);
            return reader.End ? null : "malformed MessagePack: more than one value";
        }
        catch (Exception refusal) when (
            refusal is MessagePackSerializationException or EndOfStreamException or OverflowException or ArgumentOutOfRangeException)
        {
            return $"malformed MessagePack: {refusal.Message}";
        }
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output, object message) => Serialize(output, message);

    /// <inheritdoc/>
    public string? Read(in ReadOnlySequence<byte> input, object message) => Deserialize(input, message);
}
