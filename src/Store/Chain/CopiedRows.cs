using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace KaosNet.Store.Chain;

/// <summary>
/// The rows of a query as PostgreSQL copies them out in binary: the quickest way to have millions of them pass by. Memory is that of the largest row.
/// </summary>
sealed class CopiedRows : IAsyncDisposable
{
    /// <summary>Microseconds from 1970 to 2000, where PostgreSQL's time begins.</summary>
    const long EpochMicroseconds = 946_684_800_000_000;
    const int SignatureBytes = 11;

    readonly NpgsqlRawCopyStream _stream;
    readonly (int At, int Length)[] _columns;
    byte[] _buffer = new byte[1 << 18];
    int _from, _to;
    bool _isBegun;

    CopiedRows(NpgsqlRawCopyStream stream, int columns) => (_stream, _columns) = (stream, new (int, int)[columns]);

    /// <summary>Begins to copy what a query gives; nothing else can be asked of the connection until this is disposed of.</summary>
    public static async Task<CopiedRows> Of(NpgsqlConnection connection, string query, int columns, CancellationToken cancel) =>
        new(await connection.BeginRawBinaryCopyAsync($"copy ({query}) to stdout (format binary)", cancel), columns);

    public async ValueTask<bool> Next(CancellationToken cancel)
    {
        while (!_isBegun || !IsWhole())
        {
            if (_isBegun && IsEnd()) return false;
            await Fill(cancel);
            if (!_isBegun && Begin()) _isBegun = true;
        }

        return !IsEnd() && Take();
    }

    public bool IsNull(int column) => _columns[column].Length < 0;

    /// <summary>The bytes of a column, none for null; they are those of this row only until the next.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => IsNull(column) ? [] : _buffer.AsSpan(_columns[column].At, _columns[column].Length);

    public long Long(int column) => BinaryPrimitives.ReadInt64BigEndian(Bytes(column));

    public Guid Uuid(int column) => new(Bytes(column), bigEndian: true);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>The text of a column of jsonb.</summary>
    public ReadOnlySpan<byte> Json(int column) => Bytes(column)[1..];

    /// <summary>The microseconds since 1970 of a column of timestamptz.</summary>
    public long Microseconds(int column) => Long(column) + EpochMicroseconds;

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    bool Begin()
    {
        const int Fixed = SignatureBytes + 8;
        if (_to - _from < Fixed) return false;
        var more = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_from + SignatureBytes + 4));
        if (_to - _from < Fixed + more) return false;
        _from += Fixed + more;
        return true;
    }

    bool IsEnd() => _to - _from >= 2 && BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_from)) < 0;

    bool IsWhole()
    {
        if (_to - _from < 2 || IsEnd()) return false;
        var at = _from + 2;
        for (var column = 0; column < _columns.Length; column++)
        {
            if (at + 4 > _to) return false;
            var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(at));
            at += 4;
            _columns[column] = (at, length);
            if (length > 0) at += length;
            if (at > _to) return false;
        }

        return true;
    }

    bool Take()
    {
        var (at, length) = _columns[^1];
        _from = at + Math.Max(0, length);
        return true;
    }

    async ValueTask Fill(CancellationToken cancel)
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }

        if (_to == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await _stream.ReadAsync(_buffer.AsMemory(_to), cancel);
        if (read == 0) throw new InvalidDataException("The database ended its rows in the middle of one.");
        _to += read;
    }
}
