using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KaosNet.Domain.Seals;

/// <summary>
/// The hash of a seal, over its fields in this order: one byte 2, then number, after, through, events and streams in 8 bytes each, highest first, then the 32 bytes each of before,
/// root, order and of the hash of the marks.
/// </summary>
public static class SealHash
{
    const byte Form = 2;

    /// <summary>What stands in place of the hash before the first seal.</summary>
    public static string None { get; } = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>The hash that a seal must have.</summary>
    public static string Of(StoreSealed seal) => Of(seal, MarksOf(seal));

    /// <summary>The hash of a seal's marks.</summary>
    public static string MarksOf(StoreSealed seal) => Convert.ToHexStringLower(SHA256.HashData(seal.Marks));

    /// <summary>The hash that a seal must have, by the hash of its marks.</summary>
    public static string Of(StoreSealed seal, string marks)
    {
        var bytes = new byte[1 + (5 * 8) + (4 * SHA256.HashSizeInBytes)];
        bytes[0] = Form;
        var at = 1;
        foreach (var number in (ReadOnlySpan<long>)[seal.Number, seal.After, seal.Through, seal.Events, seal.Streams])
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), number);
            at += 8;
        }

        foreach (var hash in (ReadOnlySpan<string>)[seal.Before, seal.Root, seal.Order, marks])
        {
            // Whoever changed a stored seal may have put anything there.
            Convert.FromHexString(hash.AsSpan(0, Math.Min(hash.Length, 2 * SHA256.HashSizeInBytes)), bytes.AsSpan(at, SHA256.HashSizeInBytes), out _, out _);
            at += SHA256.HashSizeInBytes;
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
