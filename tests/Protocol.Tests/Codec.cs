using System.Buffers;
using System.Text;

namespace KaosNet.Protocol.Tests;

/// <summary>Shorthand for encoding and decoding in tests.</summary>
static class Codec
{
    public static byte[] Bytes(IMessageCodec codec, object message)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Write(output, message);
        return output.WrittenSpan.ToArray();
    }

    public static string Json(object message) => Encoding.UTF8.GetString(Bytes(Codecs.Json, message));

    public static string Hex(object message) => Convert.ToHexStringLower(Bytes(Codecs.Protobuf, message));

    public static T FromJson<T>(string json, IMessageCodec? codec = null) where T : class, new() =>
        From<T>(codec ?? Codecs.Rest, Encoding.UTF8.GetBytes(json));

    public static T From<T>(IMessageCodec codec, byte[] bytes) where T : class, new()
    {
        var message = new T();
        codec.Read(new ReadOnlySequence<byte>(bytes), message).ShouldBeNull();
        return message;
    }

    public static string Refusal<T>(IMessageCodec codec, string json) where T : class, new() =>
        Refusal<T>(codec, Encoding.UTF8.GetBytes(json));

    public static string Refusal<T>(IMessageCodec codec, byte[] bytes) where T : class, new() =>
        codec.Read(new ReadOnlySequence<byte>(bytes), new T()).ShouldNotBeNull();

    /// <summary>The input in pieces of one byte, as a slow network might bring it.</summary>
    public static ReadOnlySequence<byte> InPieces(byte[] bytes)
    {
        if (bytes.Length < 2) return new ReadOnlySequence<byte>(bytes);
        var first = new Piece(bytes.AsMemory(0, 1), 0);
        var last = first;
        for (var at = 1; at < bytes.Length; at++) last = last.Then(bytes.AsMemory(at, 1));
        return new ReadOnlySequence<byte>(first, 0, last, 1);
    }

    sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Piece Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
