using KaosNet.Store;

namespace KaosNet.Realtime;

/// <summary>Version-4 UUIDs that nobody can guess, for what begins outside the Journal's decisions.</summary>
public static class FreshIds
{
    /// <summary>An id.</summary>
    public static Guid Next()
    {
        Span<byte> id = stackalloc byte[16];
        Chance.Fill(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x40);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>An id in its lower-case spelling.</summary>
    internal static string NextText() => Next().ToString();
}
