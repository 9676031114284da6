using System.Buffers;
using System.Text;

namespace KaosNet.Scripting.JavaScript;

/// <summary>Bytes of text in the making, reused from call to call, that may not become more than a bound.</summary>
internal sealed class BoundedText(int bytesMax) : IBufferWriter<byte>
{
    private const int Kept = 64 << 10;

    private ArrayBufferWriter<byte> _bytes = new(256);

    /// <summary>True while somebody writes.</summary>
    public bool IsOpen { get; set; }

    public ReadOnlySpan<byte> WrittenSpan => _bytes.WrittenSpan;

    public void Begin()
    {
        if (!IsOpen) _bytes.ResetWrittenCount();
    }

    public void Close()
    {
        IsOpen = false;
        if (_bytes.Capacity > Kept) _bytes = new(256);
    }

    public void Advance(int count)
    {
        if ((long)_bytes.WrittenCount + count > bytesMax) throw new BoundedTextException();
        _bytes.Advance(count);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Foresee(sizeHint);
        return _bytes.GetMemory(sizeHint);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Foresee(sizeHint);
        return _bytes.GetSpan(sizeHint);
    }

    public override string ToString() => Encoding.UTF8.GetString(_bytes.WrittenSpan);

    /// <summary>Writers ask for three bytes a character, of which they use one or two.</summary>
    private void Foresee(int sizeHint)
    {
        if ((long)_bytes.WrittenCount + sizeHint > 4L * bytesMax) throw new BoundedTextException();
    }
}

/// <summary>A text became too long.</summary>
internal sealed class BoundedTextException() : Exception("text too long");
