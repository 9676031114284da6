using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KaosNet.Api.Operations;

namespace KaosNet.Api.Sessions;

/// <summary>
/// Session and refresh tokens as text: a JWT signed with HMAC-SHA256 (T1, T2). Written here and not by a JWT library because the one
/// at hand refuses short keys, the default one of 20 bytes among them, and because every sign-in writes two.
/// </summary>
static class SignedToken
{
    const int SignatureBytes = 32;

    /// <summary>What three base64url parts with a signature of 32 bytes have at least.</summary>
    const int ShortestText = 48;

    /// <summary><c>{"alg":"HS256","typ":"JWT"}</c> and the dot behind it.</summary>
    static readonly byte[] Header = Encoding.ASCII.GetBytes(Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8) + ".");

    static readonly JsonEncodedText TokenId = JsonEncodedText.Encode("tid");
    static readonly JsonEncodedText UserId = JsonEncodedText.Encode("uid");
    static readonly JsonEncodedText Username = JsonEncodedText.Encode("usn");
    static readonly JsonEncodedText Vars = JsonEncodedText.Encode("vrs");
    static readonly JsonEncodedText Expiry = JsonEncodedText.Encode("exp");
    static readonly JsonEncodedText IssuedAt = JsonEncodedText.Encode("iat");

    /// <summary>Room for <c>,"exp":</c>, a number and the closing brace.</summary>
    const int ExpiryBytesMax = 32;

    /// <summary>A larger buffer, of a session with many variables, is not kept by the thread.</summary>
    const int KeptBytesMax = 8192;

    [ThreadStatic]
    static ArrayBufferWriter<byte>? claims;

    [ThreadStatic]
    static Utf8JsonWriter? writer;

    /// <summary>Writes and signs the two tokens of a session, which say the same of their player but for when they expire.</summary>
    public static (string Session, string Refresh) WritePair(
        SignedInPlayer player, ReadOnlySpan<byte> sessionKey, long sessionExpiry, ReadOnlySpan<byte> refreshKey, long refreshExpiry)
    {
        var shared = claims ??= new(512);
        shared.ResetWrittenCount();
        var json = writer ??= new(shared);
        json.Reset(shared);
        WriteSharedClaims(json, player);
        json.Flush();
        var tokens = (Write(shared.WrittenSpan, sessionExpiry, sessionKey), Write(shared.WrittenSpan, refreshExpiry, refreshKey));
        if (shared.Capacity > KeptBytesMax) (claims, writer) = (null, null);
        return tokens;
    }

    /// <summary>
    /// What a token says, when it is signed with this key by HS256, has an expiry and names its user by a UUID. Whether it has expired is not looked at.
    /// </summary>
    public static bool TryRead(string token, ReadOnlySpan<byte> key, [NotNullWhen(true)] out SignedInPlayer? player)
    {
        player = null;
        if (token.Length < ShortestText || !Ascii.IsValid(token)) return false;
        var text = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            var length = Encoding.ASCII.GetBytes(token, text);
            return TryRead(text.AsSpan(0, length), key, out player);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    static bool TryRead(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, [NotNullWhen(true)] out SignedInPlayer? player)
    {
        player = null;
        var first = text.IndexOf((byte)'.');
        var last = text.LastIndexOf((byte)'.');
        if (first < 0 || last == first || text[(first + 1)..last].Contains((byte)'.')) return false;

        Span<byte> given = stackalloc byte[SignatureBytes];
        Span<byte> expected = stackalloc byte[SignatureBytes];
        var encoded = text[(last + 1)..];
        if (encoded.Length != Base64Url.GetEncodedLength(SignatureBytes)
            || Base64Url.DecodeFromUtf8(encoded, given, out _, out var decoded) is not OperationStatus.Done || decoded != SignatureBytes) return false;
        HMACSHA256.HashData(key, text[..last], expected);
        if (!CryptographicOperations.FixedTimeEquals(given, expected)) return false;
        // Signed with our key: what follows is no attack any more, but may still be another tool's idea of a token.
        return (text[..(first + 1)].SequenceEqual(Header) || IsHs256(text[..first])) && TryReadClaims(text[(first + 1)..last], out player);
    }

    /// <summary>The claims' JSON ends where the expiry and a brace have to follow.</summary>
    static string Write(ReadOnlySpan<byte> sharedClaims, long expiry, ReadOnlySpan<byte> key)
    {
        var payloadMax = sharedClaims.Length + ExpiryBytesMax;
        var textMax = Header.Length + Base64Url.GetEncodedLength(payloadMax) + 1 + Base64Url.GetEncodedLength(SignatureBytes);
        var rented = ArrayPool<byte>.Shared.Rent(payloadMax + textMax);
        try
        {
            var payload = rented.AsSpan(0, payloadMax);
            sharedClaims.CopyTo(payload);
            ",\"exp\":"u8.CopyTo(payload[sharedClaims.Length..]);
            Utf8Formatter.TryFormat(expiry, payload[(sharedClaims.Length + 7)..], out var digits);
            var payloadLength = sharedClaims.Length + 7 + digits;
            payload[payloadLength++] = (byte)'}';

            var text = rented.AsSpan(payloadMax);
            Header.CopyTo(text);
            var length = Header.Length + Base64Url.EncodeToUtf8(payload[..payloadLength], text[Header.Length..]);
            Span<byte> signature = stackalloc byte[SignatureBytes];
            HMACSHA256.HashData(key, text[..length], signature);
            text[length++] = (byte)'.';
            length += Base64Url.EncodeToUtf8(signature, text[length..]);
            return Encoding.ASCII.GetString(text[..length]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    static void WriteSharedClaims(Utf8JsonWriter json, SignedInPlayer player)
    {
        json.WriteStartObject();
        json.WriteString(TokenId, player.TokenId);
        json.WriteString(UserId, player.UserId);
        json.WriteString(Username, player.Username);
        if (player.Vars.Count > 0)
        {
            json.WriteStartObject(Vars);
            foreach (var (name, value) in player.Vars) json.WriteString(name, value);
            json.WriteEndObject();
        }

        json.WriteNumber(IssuedAt, player.IssuedAt);
    }

    static bool IsHs256(ReadOnlySpan<byte> encoded) => TryParse(encoded, out var header)
        && header.TryGetProperty("alg", out var algorithm) && algorithm.ValueKind is JsonValueKind.String && algorithm.ValueEquals("HS256"u8);

    static bool TryReadClaims(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out SignedInPlayer? player)
    {
        player = null;
        if (!TryParse(encoded, out var claims)
            || !claims.TryGetProperty(UserId.EncodedUtf8Bytes, out var userId) || userId.ValueKind is not JsonValueKind.String
            || !Guid.TryParse(userId.GetString(), out var user)
            || !claims.TryGetProperty(Expiry.EncodedUtf8Bytes, out var expiry) || !TryReadSeconds(expiry, out var expiresAt)
            || !TryReadText(claims, TokenId, out var tokenId) || !TryReadText(claims, Username, out var username)
            || !TryReadVars(claims, out var vars)) return false;
        var issuedAt = claims.TryGetProperty(IssuedAt.EncodedUtf8Bytes, out var issued) && TryReadSeconds(issued, out var seconds) ? seconds : 0;
        player = new(user.ToString(), username, vars, expiresAt, tokenId, issuedAt);
        return true;
    }

    static bool TryReadSeconds(JsonElement value, out long seconds)
    {
        seconds = 0;
        if (value.ValueKind is not JsonValueKind.Number) return false;
        if (value.TryGetInt64(out seconds)) return true;
        if (!value.TryGetDouble(out var fraction) || Math.Abs(fraction) > long.MaxValue / 2) return false;
        seconds = (long)fraction;
        return true;
    }

    static bool TryReadText(JsonElement claims, JsonEncodedText name, out string text)
    {
        text = "";
        if (!claims.TryGetProperty(name.EncodedUtf8Bytes, out var value)) return true;
        if (value.ValueKind is not JsonValueKind.String) return false;
        text = value.GetString()!;
        return true;
    }

    static bool TryReadVars(JsonElement claims, out IReadOnlyDictionary<string, string> vars)
    {
        vars = SessionTokens.NoVars;
        if (!claims.TryGetProperty(Vars.EncodedUtf8Bytes, out var value) || value.ValueKind is JsonValueKind.Null) return true;
        if (value.ValueKind is not JsonValueKind.Object) return false;
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in value.EnumerateObject())
        {
            if (entry.Value.ValueKind is not JsonValueKind.String) return false;
            read[entry.Name] = entry.Value.GetString()!;
        }

        vars = read;
        return true;
    }

    static bool TryParse(ReadOnlySpan<byte> encoded, out JsonElement value)
    {
        value = default;
        var text = new byte[Base64Url.GetMaxDecodedLength(encoded.Length)];
        if (Base64Url.DecodeFromUtf8(encoded, text, out _, out var length) is not OperationStatus.Done) return false;
        var reader = new Utf8JsonReader(text.AsSpan(0, length));
        try
        {
            if (!JsonElement.TryParseValue(ref reader, out var parsed) || parsed is not { ValueKind: JsonValueKind.Object } found) return false;
            value = found;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
