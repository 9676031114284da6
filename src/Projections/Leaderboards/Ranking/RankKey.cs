using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>An owner's id as two numbers that compare as its 16 raw bytes do, which is also how PostgreSQL compares UUIDs.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OwnerKey(ulong High, ulong Low) : IComparable<OwnerKey>
{
    /// <summary>The key of a UUID.</summary>
    public static OwnerKey Of(Guid owner)
    {
        Span<byte> bytes = stackalloc byte[16];
        owner.TryWriteBytes(bytes, bigEndian: true, out _);
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    /// <summary>The UUID of the key.</summary>
    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new(bytes, bigEndian: true);
    }

    public int CompareTo(OwnerKey other)
    {
        var high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }

    public static bool operator <(OwnerKey left, OwnerKey right) => left.CompareTo(right) < 0;

    public static bool operator <=(OwnerKey left, OwnerKey right) => left.CompareTo(right) <= 0;

    public static bool operator >(OwnerKey left, OwnerKey right) => left.CompareTo(right) > 0;

    public static bool operator >=(OwnerKey left, OwnerKey right) => left.CompareTo(right) >= 0;

    /// <summary>Spreads owners over a table whose size is a power of two; ids may have been made with a pattern.</summary>
    internal uint Hash()
    {
        var mixed = (High ^ (Low * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93;
        return (uint)(mixed >> 32);
    }
}
