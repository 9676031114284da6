using System.Buffers;

namespace KaosNet.Api.Rest;

/// <summary>Bytes being put together in memory that is lent from a pool; give it back by disposing.</summary>
sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    const int KeptBytesMax = 64 * 1024;

    [ThreadStatic] static PooledBuffer? _kept;

    byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);
    int _length;

    public int Length => _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <summary>An empty buffer.</summary>
    public static PooledBuffer Rent()
    {
        var buffer = _kept ?? new PooledBuffer();
        _kept = null;
        return buffer;
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_length);
    }

    /// <summary>Gives the buffer back; nothing of it may be used afterwards.</summary>
    public void Dispose()
    {
        _length = 0;
        if (_kept is null && _bytes.Length <= KeptBytesMax)
        {
            _kept = this;
            return;
        }
        var bytes = _bytes;
        _bytes = [];
        ArrayPool<byte>.Shared.Return(bytes);
    }

    void Grow(int wanted)
    {
        if (_bytes.Length - _length >= wanted) return;
        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_length + wanted, _bytes.Length * 2)));
        Span.CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
