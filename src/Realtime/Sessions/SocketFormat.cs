using KaosNet.Protocol;

namespace KaosNet.Realtime.Sessions;

/// <summary>How a client wants its envelopes.</summary>
public sealed class SocketFormat
{
    /// <summary>JSON in text frames.</summary>
    public static readonly SocketFormat Json = new(0, Codecs.Json, isText: true);

    /// <summary>Protobuf in binary frames.</summary>
    public static readonly SocketFormat Protobuf = new(1, Codecs.Protobuf, isText: false);

    /// <summary>MessagePack in binary frames, and over UDP.</summary>
    public static readonly SocketFormat MessagePack = new(2, Codecs.MessagePack, isText: false);

    SocketFormat(int number, IMessageCodec codec, bool isText) => (Number, Codec, IsText) = (number, codec, isText);

    /// <summary>How many there are.</summary>
    internal const int Count = 3;

    internal int Number { get; }

    public IMessageCodec Codec { get; }

    public bool IsText { get; }

    /// <summary>Reads the <c>format</c> of the handshake; null when it is none.</summary>
    public static SocketFormat? Named(string? name) => name switch
    {
        null or "" or "json" => Json,
        "protobuf" => Protobuf,
        "msgpack" => MessagePack,
        _ => null,
    };
}
