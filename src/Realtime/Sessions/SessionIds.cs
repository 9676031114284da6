using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KaosNet.Realtime.Sessions;

/// <summary>Makes session ids: version-1 UUIDs whose last six bytes tell the node (parity realtime.md 1.2).</summary>
public sealed class SessionIds
{
    // Hundreds of nanoseconds from the start of the Gregorian calendar to .NET's year 1.
    static readonly long GregorianTicks = new DateTime(1582, 10, 15, 0, 0, 0, DateTimeKind.Utc).Ticks;

    readonly TimeProvider _time;
    readonly byte[] _node;
    readonly ushort _clock;
    readonly Lock _gate = new();
    long _last;

    public SessionIds(NodeName node, TimeProvider time)
    {
        _time = time;
        _node = PartOf(node.Name);
        _clock = (ushort)RandomNumberGenerator.GetInt32(0x4000);
    }

    /// <summary>An id that this process has not given out before.</summary>
    public Guid Next()
    {
        long ticks;
        lock (_gate) ticks = _last = Math.Max(_last + 1, _time.GetUtcNow().Ticks - GregorianTicks);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)ticks);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)(ticks >> 32));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(((ticks >> 48) & 0x0FFF) | 0x1000));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], (ushort)(_clock | 0x8000));
        _node.CopyTo(bytes[10..]);
        return new(bytes, bigEndian: true);
    }

    /// <summary>Whether this node gave the id out.</summary>
    public bool IsOurs(Guid sessionId)
    {
        Span<byte> bytes = stackalloc byte[16];
        sessionId.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes[10..].SequenceEqual(_node);
    }

    /// <summary>When an id was given out, in hundreds of nanoseconds.</summary>
    internal static long TimeOf(Guid sessionId)
    {
        Span<byte> bytes = stackalloc byte[16];
        sessionId.TryWriteBytes(bytes, bigEndian: true, out _);
        long high = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x0FFF, middle = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        return (high << 48) | (middle << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>The part of session ids that tells the node, of an id.</summary>
    public static ulong NodePartOf(Guid sessionId)
    {
        Span<byte> bytes = stackalloc byte[16];
        sessionId.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & 0xFFFF_FFFF_FFFF;
    }

    /// <summary>The part of session ids that tells the node, of a node.</summary>
    public static ulong NodePartOf(string node)
    {
        Span<byte> bytes = stackalloc byte[8];
        PartOf(node).CopyTo(bytes[2..]);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    static byte[] PartOf(string node)
    {
#pragma warning disable CA5350 // Not for secrecy: the layout is a contract with game code.
        return SHA1.HashData(Encoding.UTF8.GetBytes(node))[..6];
#pragma warning restore CA5350
    }
}
