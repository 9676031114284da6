using System.Buffers;
using System.Buffers.Binary;
using KaosNet.Store.Journal;

namespace KaosNet.Store.Tables;

/// <summary>
/// Events as PostgreSQL copies them out in its binary format, one at a time, in a buffer that is used again for the next ones. What it shows of a row is good until
/// the next call of <see cref="TryNext"/>.
/// </summary>
/// <param name="copied">A copy of <see cref="Columns"/>.</param>
sealed class CopiedEvents(Stream copied) : IDisposable
{
    /// <summary>What to copy.</summary>
    public const string Columns = "stream_id, version, type, data, timestamp, seq_id";

    const int ColumnCount = 6;
    const int SignatureLength = 11;

    // The version of the binary form of jsonb, before its text.
    const int JsonVersionLength = 1;
    static readonly long Year2000 = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    readonly (int From, int Length)[] _columns = new (int, int)[ColumnCount];
    byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    int _next, _end;
    bool _isBegun;

    /// <summary>All rows were read.</summary>
    public bool IsAtEnd { get; private set; }

    public ReadOnlySpan<byte> StreamKey => Bytes(0);

    public long Version => BinaryPrimitives.ReadInt64BigEndian(Bytes(1));

    public ReadOnlySpan<byte> Name => Bytes(2);

    public ReadOnlySpan<byte> Json => Bytes(3)[JsonVersionLength..];

    public DateTimeOffset At => new(Year2000 + (BinaryPrimitives.ReadInt64BigEndian(Bytes(4)) * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>Its place in the whole store.</summary>
    public long Sequence => BinaryPrimitives.ReadInt64BigEndian(Bytes(5));

    /// <summary>Goes on to the next row; false when it is not there as a whole yet, or at the end.</summary>
    public bool TryNext()
    {
        if (IsAtEnd || (!_isBegun && !TryBegin())) return false;
        var at = _next;
        if (_end - at < sizeof(short)) return false;
        var count = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(at));
        at += sizeof(short);
        if (count < 0)
        {
            IsAtEnd = true;
            return false;
        }

        if (count != ColumnCount) throw new InvalidDataException($"The copy has {count} columns.");
        for (var column = 0; column < ColumnCount; column++)
        {
            if (_end - at < sizeof(int)) return false;
            var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(at)));
            at += sizeof(int);
            if (_end - at < length) return false;
            _columns[column] = (at, length);
            at += length;
        }

        _next = at;
        return true;
    }

    /// <summary>Looks through the rows that are there as a whole for users whose keys it takes to read them and that are not in memory; they are still to come.</summary>
    public HashSet<Guid>? MissingKeys(EventCodec codec)
    {
        HashSet<Guid>? missing = null;
        if (!_isBegun && !TryBegin()) return missing;
        var start = _next;
        while (TryNext()) codec.CollectMissing(Json, ref missing);
        (_next, IsAtEnd) = (start, false);
        return missing;
    }

    /// <summary>Waits for more bytes.</summary>
    public async ValueTask Fill(CancellationToken cancel)
    {
        if (_next > 0)
        {
            _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
            (_next, _end) = (0, _end - _next);
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(checked(_buffer.Length * 2));
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = await copied.ReadAsync(_buffer.AsMemory(_end), cancel);
        if (read == 0) throw new EndOfStreamException("The copy ends in the middle.");
        _end += read;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    bool TryBegin()
    {
        const int fixedLength = SignatureLength + (2 * sizeof(int));
        if (_end < fixedLength) return false;
        var length = fixedLength + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(SignatureLength + sizeof(int)));
        if (_end < length) return false;
        _next = length;
        return _isBegun = true;
    }

    ReadOnlySpan<byte> Bytes(int column) => _buffer.AsSpan(_columns[column].From, _columns[column].Length);
}
