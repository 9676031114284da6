using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Utilities;

/// <summary>Bytes as text, text as bytes, and fingerprints. What only computes costs no turn to the server.</summary>
public interface ICodecFunctions
{
    /// <summary>Writes bytes as base64.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="padding">Whether <c>=</c> fills the end.</param>
    [ServerFunction("base64_encode")]
    string Base64Encode([Expects("expects input string")] ReadOnlySpan<byte> input, bool padding = true);

    /// <summary>Reads base64, with and without padding.</summary>
    /// <param name="input">The text.</param>
    /// <param name="padding">Of no effect; scripts written for Nakama hand it in.</param>
    [ServerFunction("base64_decode", Failure = "error decoding base64: ")]
    byte[] Base64Decode([Expects("expects input string")] ReadOnlySpan<byte> input, bool padding = true);

    /// <summary>Writes bytes as base64 in the alphabet of addresses.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="padding">Whether <c>=</c> fills the end.</param>
    [ServerFunction("base64url_encode", JavaScript = "base64UrlEncode")]
    string Base64UrlEncode([Expects("expects input string")] ReadOnlySpan<byte> input, bool padding = true);

    /// <summary>Reads base64 in the alphabet of addresses, with and without padding.</summary>
    /// <param name="input">The text.</param>
    /// <param name="padding">Of no effect; scripts written for Nakama hand it in.</param>
    [ServerFunction("base64url_decode", JavaScript = "base64UrlDecode", Failure = "error decoding base64: ")]
    byte[] Base64UrlDecode([Expects("expects input string")] ReadOnlySpan<byte> input, bool padding = true);

    /// <summary>Writes bytes as lower-case hexadecimal digits.</summary>
    /// <param name="input">The bytes.</param>
    [ServerFunction("base16_encode")]
    string Base16Encode([Expects("expects input string")] ReadOnlySpan<byte> input);

    /// <summary>Reads hexadecimal digits.</summary>
    /// <param name="input">The digits.</param>
    [ServerFunction("base16_decode", Failure = "error decoding base16: ")]
    byte[] Base16Decode([Expects("expects input string")] ReadOnlySpan<byte> input);

    /// <summary>The MD5 fingerprint in lower-case hexadecimal digits. Not a protection.</summary>
    /// <param name="input">What to take it of.</param>
    [ServerFunction("md5_hash")]
    string Md5Hash([Expects("expects input string")] ReadOnlySpan<byte> input);

    /// <summary>The SHA-256 fingerprint in lower-case hexadecimal digits.</summary>
    /// <param name="input">What to take it of.</param>
    [ServerFunction("sha256_hash")]
    string Sha256Hash([Expects("expects input string")] ReadOnlySpan<byte> input);

    /// <summary>The HMAC of SHA-256 (RFC 2104), 32 bytes.</summary>
    /// <param name="input">What to take it of.</param>
    /// <param name="key">The secret.</param>
    [ServerFunction("hmac_sha256_hash", JavaScript = "hmacSha256Hash")]
    byte[] HmacSha256Hash([Expects("expects input string")] ReadOnlySpan<byte> input, [Expects("expects key string")] ReadOnlySpan<byte> key);

    /// <summary>Writes the 16 bytes of a UUID as the usual text.</summary>
    /// <param name="uuidBytes">The bytes.</param>
    [ServerFunction("uuid_bytes_to_string", JavaScript = "-")]
    string UuidBytesToString([Expects("expects a UUID byte string"), Between(16, 16)] ReadOnlySpan<byte> uuidBytes);

    /// <summary>The 16 bytes of a UUID.</summary>
    /// <param name="uuidString">The UUID as a text.</param>
    [ServerFunction("uuid_string_to_bytes", JavaScript = "-")]
    byte[] UuidStringToBytes([Expects("expects a UUID string")] Guid uuidString);
}
