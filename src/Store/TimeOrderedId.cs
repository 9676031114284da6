using System.Buffers.Binary;

namespace KaosNet.Store;

/// <summary>
/// UUIDs of version 7 (RFC 9562, section 5.7): milliseconds, then 74 bits of chance, so that they sort by when they were made. Ids of events and of requests.
/// </summary>
public static class TimeOrderedId
{
    const int MillisecondsBytes = 6;

    /// <summary>An id of this moment.</summary>
    public static Guid At(DateTimeOffset moment)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, moment.ToUnixTimeMilliseconds() << 16);
        Chance.Fill(id[MillisecondsBytes..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>What a request is found by in the log and in its events, in its lower-case spelling.</summary>
    public static string OfRequest() => At(TimeProvider.System.GetUtcNow()).ToString();
}
