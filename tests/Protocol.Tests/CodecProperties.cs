using System.Buffers;
using CsCheck;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Protocol.Tests;

/// <summary>What holds for every message in every format.</summary>
public class CodecProperties
{
    static readonly Dictionary<string, IMessageCodec> Formats = new()
    {
        ["JSON over REST"] = Codecs.Rest, ["JSON on the socket"] = Codecs.Json,
        ["protobuf"] = Codecs.Protobuf, ["MessagePack"] = Codecs.MessagePack,
    };

    public static TheoryData<string> Names => [.. Formats.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void what_is_written_is_read_again(string format)
    {
        var codec = Formats[format];
        foreach (var type in MessageDescriptor.All)
            AnyMessage.Of(type).Sample(message =>
            {
                var read = type.Create();
                codec.Read(new ReadOnlySequence<byte>(Codec.Bytes(codec, message)), read).ShouldBeNull();
                return AnyMessage.Same(message, read);
            }, iter: 25, threads: 1);
    }

    [Fact]
    public void the_measured_size_is_the_size()
    {
        foreach (var type in MessageDescriptor.All)
            AnyMessage.Of(type).Sample(
                message => ProtobufCodec.Measure(message) == Codec.Bytes(Codecs.Protobuf, message).Length, iter: 25, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void input_in_pieces_reads_as_input_in_one(string format)
    {
        var codec = Formats[format];
        AnyMessage.Of(MessageDescriptor.For<Envelope>()).Sample(message =>
        {
            var read = new Envelope();
            codec.Read(Codec.InPieces(Codec.Bytes(codec, message)), read).ShouldBeNull();
            return AnyMessage.Same(message, read);
        }, iter: 200, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void random_bytes_never_throw(string format)
    {
        var codec = Formats[format];
        Gen.Byte.Array[0, 60].Sample(bytes => { codec.Read(new ReadOnlySequence<byte>(bytes), new Envelope()); }, iter: 20_000, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void damaged_messages_never_throw(string format)
    {
        var codec = Formats[format];
        Gen.Select(AnyMessage.Of(MessageDescriptor.For<Envelope>()), Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 10_000])
            .Sample((message, place, value, length) =>
            {
                var bytes = Codec.Bytes(codec, message);
                if (bytes.Length == 0) return;
                bytes[place % bytes.Length] = value;
                codec.Read(new ReadOnlySequence<byte>(bytes), new Envelope());
                codec.Read(new ReadOnlySequence<byte>(bytes, 0, length % bytes.Length), new Envelope());
            }, iter: 10_000, threads: 1);
    }
}
