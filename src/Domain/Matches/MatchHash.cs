using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace KaosNet.Domain.Matches;

/// <summary>
/// A running 64-bit checksum of what a match did in a tick. The same calls give the same value on every machine and version. It finds
/// accidents, not forgers: against those stands the store's hash chain.
/// </summary>
public struct MatchHash
{
    const ulong Prime = 0x9E3779B185EBCA87;
    ulong _value;

    /// <summary>The checksum so far, well mixed.</summary>
    public readonly ulong Value
    {
        get
        {
            var z = _value;
            z = (z ^ (z >> 33)) * 0xC2B2AE3D27D4EB4F;
            return z ^ (z >> 29);
        }
    }

    /// <summary>Takes in a number.</summary>
    public void Add(long number) => _value = (BitOperations.RotateLeft(_value, 27) ^ (ulong)number) * Prime + 0x165667B19E3779F9;

    /// <summary>Takes in bytes, with their length, so that "ab","c" differs from "a","bc".</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        while (bytes.Length >= 8)
        {
            Add(BinaryPrimitives.ReadInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        if (bytes.IsEmpty) return;
        Span<byte> rest = stackalloc byte[8];
        rest.Clear();
        bytes.CopyTo(rest);
        Add(BinaryPrimitives.ReadInt64LittleEndian(rest));
    }

    /// <summary>Takes in a text, as UTF-8.</summary>
    public void Add(string text)
    {
        Span<byte> small = stackalloc byte[256];
        if (Encoding.UTF8.TryGetBytes(text, small, out var written)) Add(small[..written]);
        else Add(Encoding.UTF8.GetBytes(text));
    }
}
