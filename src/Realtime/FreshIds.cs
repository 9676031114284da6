using System.Security.Cryptography;

namespace KaosNet.Realtime;

/// <summary>Ids for what begins outside the Journal's decisions.</summary>
static class FreshIds
{
    /// <summary>A version-4 UUID in its lower-case spelling.</summary>
    public static string Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
