using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace KaosNet.Api.Rest;

/// <summary>How a body is packed. Deflate is the raw form, without a zlib header (H60).</summary>
enum Packing
{
    None,
    Gzip,
    Deflate,
}

/// <summary>Packs answers and names the packings that clients speak (H60 to H62).</summary>
static class Compression
{
    /// <summary>Answers up to this size are wrapped without squeezing them: starting the compressor costs more than it saves.</summary>
    public const int StoredBytesMax = 512;

    static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>The first item of the client's list that is exactly a packing we know; items with a quality do not match (H60).</summary>
    public static Packing Accepted(StringValues acceptEncoding)
    {
        foreach (var header in acceptEncoding)
        {
            foreach (var range in header.AsSpan().Split(','))
            {
                var packing = Named(header.AsSpan()[range].Trim());
                if (packing != Packing.None) return packing;
            }
        }
        return Packing.None;
    }

    /// <summary>The packing with exactly this name.</summary>
    public static Packing Named(ReadOnlySpan<char> name) => name switch
    {
        "gzip" => Packing.Gzip,
        "deflate" => Packing.Deflate,
        _ => Packing.None,
    };

    /// <summary>Packs a body into another buffer.</summary>
    public static void Pack(ReadOnlySpan<byte> body, Packing packing, PooledBuffer output)
    {
        if (body.Length <= StoredBytesMax) Store(body, packing, output);
        else Squeeze(body, packing, output);
    }

    static void Squeeze(ReadOnlySpan<byte> body, Packing packing, PooledBuffer output)
    {
        using var target = new BufferStream(output);
        using Stream packer = packing == Packing.Gzip
            ? new GZipStream(target, CompressionLevel.Fastest)
            : new DeflateStream(target, CompressionLevel.Fastest);
        packer.Write(body);
    }

    /// <summary>One stored block (RFC 1951, 3.2.4) with, for gzip, its header and trailer (RFC 1952).</summary>
    static void Store(ReadOnlySpan<byte> body, Packing packing, PooledBuffer output)
    {
        var target = output.GetSpan(body.Length + 23);
        var length = 0;
        if (packing == Packing.Gzip)
        {
            ReadOnlySpan<byte> header = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 4, 255];
            header.CopyTo(target);
            length = header.Length;
        }
        target[length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(target[(length + 1)..], (ushort)body.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(target[(length + 3)..], (ushort)~body.Length);
        length += 5;
        body.CopyTo(target[length..]);
        length += body.Length;
        if (packing == Packing.Gzip)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target[length..], Crc(body));
            BinaryPrimitives.WriteUInt32LittleEndian(target[(length + 4)..], (uint)body.Length);
            length += 8;
        }
        output.Advance(length);
    }

    static uint Crc(ReadOnlySpan<byte> body)
    {
        var crc = uint.MaxValue;
        foreach (var letter in body) crc = CrcTable[(byte)(crc ^ letter)] ^ (crc >> 8);
        return ~crc;
    }

    static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            table[i] = crc;
        }
        return table;
    }

    /// <summary>Lets a compressor write into a buffer.</summary>
    sealed class BufferStream(PooledBuffer output) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
            // Everything is in the buffer already.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            buffer.CopyTo(output.GetSpan(buffer.Length));
            output.Advance(buffer.Length);
        }
    }
}
