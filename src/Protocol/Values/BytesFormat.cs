using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Values;

/// <summary>Bytes; standard base64 in JSON, where the URL-safe alphabet and missing padding are read too.</summary>
sealed class BytesFormat : ValueFormat<byte[]>
{
    static readonly SearchValues<byte> UrlLetters = SearchValues.Create("-_"u8);
    static readonly SearchValues<byte> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    public override FieldKind Kind => FieldKind.Bytes;
    public override FieldKind WrapperKind => FieldKind.BytesValue;
    public override WireType Wire => WireType.Length;
    public override byte[] Zero => [];
    public override bool IsZero(byte[] value) => value.Length == 0;

    public override void WriteJson(Utf8JsonWriter output, byte[] value) => output.WriteBase64StringValue(value);

    public override bool ReadJson(ref JsonInput input, out byte[] value)
    {
        value = [];
        if (input.Reader.TokenType != JsonTokenType.String) return input.Refuse("a base64 string is wanted");
        var text = input.Reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(input.Reader.GetString()!) : input.Reader.ValueSpan;
        return TryDecode(text, out value) || input.Refuse("the base64 text is malformed");
    }

    public override int MeasureProtobuf(byte[] value) => ProtobufWriter.VarintSize((uint)value.Length) + value.Length;
    public override void WriteProtobuf(ref ProtobufWriter output, byte[] value) => output.Bytes(value);

    public override bool ReadProtobuf(ref ProtobufReader input, ref byte[] value)
    {
        if (!input.TryLength(out var bytes)) return false;
        value = bytes.ToArray();
        return true;
    }

    public override void WriteMessagePack(ref MessagePackWriter output, byte[] value) => output.Write(value);
    public override byte[] ReadMessagePack(ref MessagePackReader input) => input.ReadBytes() is { } bytes ? bytes.ToArray() : [];

    public override string? Parse(string text, out byte[] value) =>
        TryDecode(Encoding.UTF8.GetBytes(text), out value) ? null : $"illegal base64 data in \"{text}\"";

    static bool TryDecode(ReadOnlySpan<byte> text, out byte[] value)
    {
        value = [];
        if (text.IsEmpty) return true;
        if (text.ContainsAnyExcept(Letters)) return false;
        if (text.ContainsAny(UrlLetters))
        {
            if (text.ContainsAny((byte)'+', (byte)'/')) return false;
            value = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
            return Trim(Base64Url.DecodeFromUtf8(text, value, out _, out var decoded), decoded, ref value);
        }
        Span<byte> padded = text.Length <= 256 ? stackalloc byte[260] : new byte[text.Length + 3];
        text.CopyTo(padded);
        var length = text.Length;
        if (text[^1] != '=') while (length % 4 != 0) padded[length++] = (byte)'=';
        value = new byte[Base64.GetMaxDecodedFromUtf8Length(length)];
        return Trim(Base64.DecodeFromUtf8(padded[..length], value, out _, out var written), written, ref value);
    }

    static bool Trim(OperationStatus status, int written, ref byte[] value)
    {
        if (status != OperationStatus.Done) written = 0;
        if (written != value.Length) value = value[..written];
        return status == OperationStatus.Done;
    }
}
