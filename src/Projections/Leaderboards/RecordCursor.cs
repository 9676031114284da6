using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace KaosNet.Projections.Leaderboards;

/// <summary>Where a page of a board ended or began, to go on from there (parity section 5.2).</summary>
/// <param name="IsForward">True to go on to worse records, false to go back to better ones.</param>
/// <param name="LeaderboardId">The board it was made for.</param>
/// <param name="Expiry">The period it was made for.</param>
/// <param name="Edge">The record at the edge of the page.</param>
/// <param name="Rank">That record's rank as the page showed it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecordCursor(bool IsForward, string LeaderboardId, long Expiry, RecordEdge Edge, long Rank);

/// <summary>Spells cursors as URL-safe text that clients can hand back but not make up: it is sealed with a key of the server.</summary>
public sealed class RecordCursors(byte[] key)
{
    const int FixedLength = 1 + 8 + 8 + 8 + 16 + 8;
    const int SealLength = 12;
    const int TextMax = 2048;

    public string Spell(RecordCursor cursor)
    {
        var bytes = new byte[FixedLength + Encoding.UTF8.GetByteCount(cursor.LeaderboardId) + SealLength];
        bytes[0] = cursor.IsForward ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), cursor.Expiry);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(9), cursor.Edge.Score);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(17), cursor.Edge.Subscore);
        cursor.Edge.OwnerId.TryWriteBytes(bytes.AsSpan(25, 16));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(41), cursor.Rank);
        Encoding.UTF8.GetBytes(cursor.LeaderboardId, bytes.AsSpan(FixedLength));
        Seal(bytes.AsSpan(0, bytes.Length - SealLength), bytes.AsSpan(bytes.Length - SealLength));
        return Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_');
    }

    /// <summary>The cursor, or null for anything that this server did not spell.</summary>
    public RecordCursor? Read(string text)
    {
        if (text.Length is 0 or > TextMax) return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/'), bytes, out var length) || length < FixedLength + SealLength)
            return null;

        var content = bytes.AsSpan(0, length - SealLength);
        Span<byte> seal = stackalloc byte[SealLength];
        Seal(content, seal);
        if (!CryptographicOperations.FixedTimeEquals(seal, bytes.AsSpan(length - SealLength, SealLength))) return null;
        return new(
            content[0] == 1,
            Encoding.UTF8.GetString(content[FixedLength..]),
            BinaryPrimitives.ReadInt64BigEndian(content[1..]),
            new(BinaryPrimitives.ReadInt64BigEndian(content[9..]), BinaryPrimitives.ReadInt64BigEndian(content[17..]), new(content.Slice(25, 16))),
            BinaryPrimitives.ReadInt64BigEndian(content[41..]));
    }

    void Seal(ReadOnlySpan<byte> content, Span<byte> seal)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, hash);
        hash[..SealLength].CopyTo(seal);
    }
}
