using System.Text.Json;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Values;

/// <summary>How one kind of value looks in each format: JSON, protobuf, MessagePack, and as the text of a parameter.</summary>
abstract class ValueFormat<T>
{
    public abstract FieldKind Kind { get; }

    /// <summary>The kind of a field of this that remembers being set.</summary>
    public virtual FieldKind WrapperKind => Kind;

    public abstract WireType Wire { get; }

    /// <summary>What an absent value reads as.</summary>
    public abstract T Zero { get; }

    public abstract bool IsZero(T value);

    public abstract void WriteJson(Utf8JsonWriter output, T value);

    /// <summary>Reads the current token. False: refused if the input then has an error, else as good as absent.</summary>
    public abstract bool ReadJson(ref JsonInput input, out T value);

    /// <summary>The size in protobuf without the tag, with the length prefix where the wire type has one.</summary>
    public abstract int MeasureProtobuf(T value);
    public abstract void WriteProtobuf(ref ProtobufWriter output, T value);

    /// <summary>Reads into <paramref name="value"/>, which holds what is there already. False: the input then has an error.</summary>
    public abstract bool ReadProtobuf(ref ProtobufReader input, ref T value);

    public abstract void WriteMessagePack(ref MessagePackWriter output, T value);

    /// <summary>Throws MessagePack's own exceptions on malformed input; the codec turns them into a refusal.</summary>
    public abstract T ReadMessagePack(ref MessagePackReader input);

    /// <summary>Reads a path or query parameter; answers the refusal, or null (H31).</summary>
    public abstract string? Parse(string text, out T value);
}
