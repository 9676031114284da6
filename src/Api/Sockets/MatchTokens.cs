using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KaosNet.Api.Configuration;
using KaosNet.Realtime.Matches.Joining;

namespace KaosNet.Api.Sockets;

/// <summary>Tickets into a match, as JWTs signed with the key of session tokens.</summary>
public sealed class MatchTokens(SessionSettings settings, TimeProvider time) : IMatchTokens
{
    const int TextMax = 4096;

    readonly byte[] _key = Encoding.UTF8.GetBytes(settings.EncryptionKey);

    public string Issue(string matchId, TimeSpan lifetime)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["mid"] = matchId,
            ["exp"] = time.GetUtcNow().Add(lifetime).ToUnixTimeSeconds(),
        });
        var signed = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8) + "." + Base64Url.EncodeToString(claims);
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(signed)));
    }

    public string? MatchIdOf(string token)
    {
        var dot = token.LastIndexOf('.');
        if (dot < 0 || token.Length > TextMax || !Ascii.IsValid(token)) return null;
        var parts = token.Split('.');
        if (parts.Length != 3 || Decoded(parts[0]) is not { } header || Decoded(parts[1]) is not { } claims || Decoded(parts[2]) is not { } signature) return null;
        var expected = HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(token[..dot]));
        if (!CryptographicOperations.FixedTimeEquals(signature, expected)) return null;
        if (Text(header, "alg") != "HS256" || !IsRunning(claims)) return null;
        return Text(claims, "mid") is { Length: > 0 } matchId ? matchId : null;
    }

    bool IsRunning(byte[] claims) =>
        Parsed(claims) is { } json && json.TryGetProperty("exp", out var expiry) && expiry.ValueKind is JsonValueKind.Number
        && expiry.TryGetDouble(out var seconds) && seconds > time.GetUtcNow().ToUnixTimeSeconds();

    static string? Text(byte[] part, string name) =>
        Parsed(part) is { } json && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    static byte[]? Decoded(string part) => Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;

    static JsonElement? Parsed(byte[] part)
    {
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(part);
            return json.ValueKind is JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
