using System.Buffers;

namespace KaosNet.Scripting.Lua;

/// <summary>Bytes of JSON in the making, reused from call to call. Refuses to grow past its limit.</summary>
public sealed class LuaJsonBuffer : IDisposable
{
    private readonly int _limit;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);

    public LuaJsonBuffer(int limit = 16 << 20) => _limit = limit;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>True once something did not fit; what came after is missing.</summary>
    public bool Overflowed { get; private set; }

    public void Clear() => (Length, Overflowed) = (0, false);

    public void Write(byte value)
    {
        if (Room(1)) _bytes[Length++] = value;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!Room(bytes.Length)) return;
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>A span of at least the given length to write into, followed by <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int length) => Room(length) ? _bytes.AsSpan(Length) : default;

    public void Advance(int length) => Length += length;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private bool Room(int more)
    {
        if (Length + more <= _bytes.Length) return true;
        if (Length + more > _limit)
        {
            Overflowed = true;
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(_limit, Math.Max(_bytes.Length * 2, Length + more)));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
        return true;
    }
}
