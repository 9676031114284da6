using System.Buffers;

namespace KaosNet.Protocol;

/// <summary>One format for all messages of the wire.</summary>
public interface IMessageCodec
{
    /// <summary>Writes the message.</summary>
    void Write(IBufferWriter<byte> output, object message);

    /// <summary>
    /// Reads into a message, as a rule an empty one. Answers why the input was refused, or null. Malformed input is a normal
    /// event and never an exception; the message may then be half filled and is to be thrown away.
    /// </summary>
    string? Read(in ReadOnlySequence<byte> input, object message);
}

/// <summary>The formats a client may choose.</summary>
public static class Codecs
{
    /// <summary>JSON as REST reads it.</summary>
    public static IMessageCodec Rest => JsonCodec.Rest;

    /// <summary>JSON as the socket reads it.</summary>
    public static IMessageCodec Json => JsonCodec.Realtime;

    public static IMessageCodec Protobuf => ProtobufCodec.Instance;
    public static IMessageCodec MessagePack => MessagePackCodec.Instance;
}
