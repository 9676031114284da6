using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using KaosNet.Store;

namespace KaosNet.Projections.Leaderboards.Ranking;

/// <summary>
/// Reads a period's records as PostgreSQL copies them out in binary. Every row has the same few bytes, which are taken as they lie: a driver's reader costs
/// several times as much a row, most of all in a server that has just started.
/// </summary>
static class RankCopy
{
    /// <summary>"PGCOPY", some bytes that a text transfer would spoil, flags, and the length of what may follow.</summary>
    const int HeaderBytes = 19;

    /// <summary>The number of columns, and each column behind its length.</summary>
    const int RowBytes = 2 + 4 + 16 + (3 * (4 + 8));

    const int BufferBytes = 1024 * RowBytes;

    static ReadOnlySpan<byte> Signature => "PGCOPY\n"u8;

    /// <summary>What is to be copied.</summary>
    public static string Query(string schema, string board, long expiry) =>
        $"select owner_id, score, subscore, version from {schema}.leaderboard_records where leaderboard_id = {BulkReading.Text(board)} and expiry = {expiry}";

    /// <summary>Reads all of it.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RankLoad Read(Stream copied)
    {
        var load = new RankLoad();
        var buffer = new byte[BufferBytes];
        Span<byte> header = stackalloc byte[HeaderBytes];
        copied.ReadExactly(header);
        if (!header.StartsWith(Signature)) throw new InvalidDataException("The records were not copied in PostgreSQL's binary format.");
        copied.ReadExactly(buffer.AsSpan(0, BinaryPrimitives.ReadInt32BigEndian(header[(HeaderBytes - 4)..])));
        for (int held = 0, read; ;)
        {
            // A read gives hardly more than a row.
            while (held < buffer.Length && (read = copied.Read(buffer.AsSpan(held))) > 0) held += read;
            var taken = Take(buffer.AsSpan(0, held), load);
            if (held < buffer.Length)
            {
                IsEnd(buffer.AsSpan(taken, held - taken));
                return load;
            }

            held -= taken;
            buffer.AsSpan(taken, held).CopyTo(buffer);
        }
    }

    /// <summary>Takes the whole rows, and says how many bytes those were.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Take(ReadOnlySpan<byte> bytes, RankLoad load)
    {
        var at = 0;
        for (; bytes.Length - at >= RowBytes; at += RowBytes)
        {
            var row = bytes.Slice(at, RowBytes);
            if (BinaryPrimitives.ReadInt16BigEndian(row) != 4 || BinaryPrimitives.ReadInt32BigEndian(row[2..]) != 16
                || BinaryPrimitives.ReadInt32BigEndian(row[22..]) != 8 || BinaryPrimitives.ReadInt32BigEndian(row[34..]) != 8
                || BinaryPrimitives.ReadInt32BigEndian(row[46..]) != 8)
            {
                throw new InvalidDataException("A record was copied with other columns than it has.");
            }

            load.Add(
                new OwnerKey(BinaryPrimitives.ReadUInt64BigEndian(row[6..]), BinaryPrimitives.ReadUInt64BigEndian(row[14..])),
                BinaryPrimitives.ReadInt64BigEndian(row[26..]), BinaryPrimitives.ReadInt64BigEndian(row[38..]), BinaryPrimitives.ReadInt64BigEndian(row[50..]));
        }

        return at;
    }

    static void IsEnd(ReadOnlySpan<byte> rest)
    {
        if (rest.Length != 2 || BinaryPrimitives.ReadInt16BigEndian(rest) != -1) throw new InvalidDataException("The copied records end in the middle.");
    }
}
