using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Modules;
using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.Server;

/// <summary>Bytes as text, text as bytes, and fingerprints.</summary>
internal sealed class CodecFunctions : ICodecFunctions
{
    public string Base64Encode(ReadOnlySpan<byte> input, bool padding)
    {
        var text = Convert.ToBase64String(input);
        return padding ? text : text.TrimEnd('=');
    }

    public byte[] Base64Decode(ReadOnlySpan<byte> input, bool padding) => Decode(Encoding.UTF8.GetString(input));

    public string Base64UrlEncode(ReadOnlySpan<byte> input, bool padding)
    {
        var text = Base64Url.EncodeToString(input);
        return padding ? Padded(text) : text;
    }

    public byte[] Base64UrlDecode(ReadOnlySpan<byte> input, bool padding) => Decode(Encoding.UTF8.GetString(input).Replace('-', '+').Replace('_', '/'));

    public string Base16Encode(ReadOnlySpan<byte> input) => Convert.ToHexStringLower(input);

    public byte[] Base16Decode(ReadOnlySpan<byte> input)
    {
        var bytes = new byte[input.Length / 2];
        return Convert.FromHexString(input, bytes, out _, out var length) == OperationStatus.Done && length * 2 == input.Length
            ? bytes
            : throw new RefusedException(StatusCode.InvalidArgument, "invalid input");
    }

#pragma warning disable CA5351 // a fingerprint that games ask for, not a protection
    public string Md5Hash(ReadOnlySpan<byte> input) => Convert.ToHexStringLower(MD5.HashData(input));
#pragma warning restore CA5351

    public string Sha256Hash(ReadOnlySpan<byte> input) => Convert.ToHexStringLower(SHA256.HashData(input));

    public byte[] HmacSha256Hash(ReadOnlySpan<byte> input, ReadOnlySpan<byte> key) => HMACSHA256.HashData(key, input);

    public string UuidBytesToString(ReadOnlySpan<byte> uuidBytes) => new Guid(uuidBytes, bigEndian: true).ToString("D");

    public byte[] UuidStringToBytes(Guid uuidString) => uuidString.ToByteArray(bigEndian: true);

    private static byte[] Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(Padded(text.TrimEnd('=')), bytes, out var length)
            ? bytes[..length]
            : throw new RefusedException(StatusCode.InvalidArgument, "illegal base64 data");
    }

    private static string Padded(string text) => text.PadRight((text.Length + 3) / 4 * 4, '=');
}
