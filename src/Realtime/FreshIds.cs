using System.Security.Cryptography;

namespace KaosNet.Realtime;

/// <summary>Version-4 UUIDs that nobody can guess, for what begins outside the Journal's decisions.</summary>
public static class FreshIds
{
    /// <summary>Asking the system for chance takes longer than all else, so each thread asks for several ids at a time.</summary>
    const int Ahead = 64 * Size;

    const int Size = 16;

    [ThreadStatic]
    static byte[]? _chance;

    [ThreadStatic]
    static int _left;

    /// <summary>An id.</summary>
    public static Guid Next()
    {
        var chance = _chance ??= new byte[Ahead];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(chance);
            _left = Ahead;
        }

        var bytes = chance.AsSpan(_left -= Size, Size);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        var id = new Guid(bytes, bigEndian: true);
        // Who gets to see this memory learns nothing of ids that are given out already.
        bytes.Clear();
        return id;
    }

    /// <summary>An id in its lower-case spelling.</summary>
    internal static string NextText() => Next().ToString();
}
