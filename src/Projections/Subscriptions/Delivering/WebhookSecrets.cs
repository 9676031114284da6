using System.Security.Cryptography;
using System.Text;

namespace KaosNet.Projections.Subscriptions.Delivering;

/// <summary>
/// Secrets of subscribers as they are kept: encrypted (AES-256-GCM), bound to their subscription's name. They are in events, which others may read, so they must not
/// be readable there.
/// </summary>
/// <param name="key">32 bytes, the same on all servers of a game.</param>
public sealed class WebhookSecrets(byte[] key)
{
    const int NonceBytes = 12;
    const int TagBytes = 16;

    /// <summary>A new secret, for a subscriber who brings none.</summary>
    public static string Draw() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>A secret as it is kept.</summary>
    public string Seal(string name, string secret)
    {
        var text = Encoding.UTF8.GetBytes(secret);
        var bytes = new byte[NonceBytes + text.Length + TagBytes];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(bytes.AsSpan(0, NonceBytes), text, bytes.AsSpan(NonceBytes, text.Length), bytes.AsSpan(NonceBytes + text.Length), Encoding.UTF8.GetBytes(name));
        return Convert.ToBase64String(bytes);
    }

    /// <summary>What was sealed; null when it was with another key or for another name.</summary>
    public byte[]? Open(string name, string kept)
    {
        var bytes = new byte[kept.Length];
        if (!Convert.TryFromBase64String(kept, bytes, out var length) || length < NonceBytes + TagBytes) return null;
        var text = new byte[length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        try
        {
            cipher.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, text.Length), bytes.AsSpan(NonceBytes + text.Length, TagBytes), text, Encoding.UTF8.GetBytes(name));
            return text;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
