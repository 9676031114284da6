using System.Security.Cryptography;

namespace KaosNet.Store;

/// <summary>
/// The system's chance, which nobody can guess, for ids. To ask the system is a call of some microseconds, more than all else about an id, so each thread
/// asks for the chance of many ids at a time.
/// </summary>
public static class Chance
{
    /// <summary>The most that can be asked for at once, in bytes.</summary>
    public const int BytesMax = 16;

    const int Ahead = 64 * BytesMax;

    [ThreadStatic]
    static byte[]? _ahead;

    [ThreadStatic]
    static int _left;

    /// <summary>Fills up to <see cref="BytesMax"/> bytes.</summary>
    public static void Fill(Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, BytesMax, nameof(bytes));
        var ahead = _ahead ??= new byte[Ahead];
        if (_left < bytes.Length)
        {
            RandomNumberGenerator.Fill(ahead);
            _left = Ahead;
        }

        var taken = ahead.AsSpan(_left -= bytes.Length, bytes.Length);
        taken.CopyTo(bytes);
        // Who gets to see this memory learns nothing of ids that are given out already.
        taken.Clear();
    }
}
