using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace KaosNet.Api.Operations;

/// <summary>Reads the two schemes that games prove themselves with (parity section 1.3).</summary>
static class Credentials
{
    const string BasicScheme = "Basic ";
    const string BearerScheme = "Bearer ";
    const int StackBytes = 256;

    /// <summary>Whether the header is of the Basic scheme, which is compared with case and one space.</summary>
    public static bool IsBasic(string header) => header.StartsWith(BasicScheme, StringComparison.Ordinal);

    /// <summary>The token in a Bearer header; null for any other scheme or no token.</summary>
    public static string? TokenIn(string header) =>
        header.StartsWith(BearerScheme, StringComparison.Ordinal) && header.Length > BearerScheme.Length ? header[BearerScheme.Length..] : null;

    /// <summary>
    /// Whether a Basic header names this user. The password is ignored; the comparison takes the same time whatever the header holds.
    /// </summary>
    public static bool IsUser(string header, ReadOnlySpan<byte> user)
    {
        if (!IsBasic(header)) return false;
        var encoded = header.AsSpan(BasicScheme.Length);
        byte[]? rented = null;
        var decoded = encoded.Length <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(encoded.Length);
        try
        {
            // TryFromBase64Chars forgives white space, the standard alphabet does not have any.
            if (encoded.ContainsAny(" \t\r\n") || !Convert.TryFromBase64Chars(encoded, decoded, out var length)) return false;
            var colon = decoded[..length].IndexOf((byte)':');
            return colon >= 0 && CryptographicOperations.FixedTimeEquals(decoded[..colon], user);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    /// <summary>Compares a key given in the open, in constant time.</summary>
    public static bool IsKey(string given, ReadOnlySpan<byte> key) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), key);
}
