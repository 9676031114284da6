using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace KaosNet.Realtime.Sessions.Framing;

/// <summary>
/// Reads a client's frames from a connection: unmasks them in place, joins fragments, and takes as many frames out of one read as it holds.
/// Used by one reader at a time. While nothing comes it holds no buffer, since most sockets are idle most of the time; those that have just read twice
/// wait with one, which saves them a system call for each message.
/// </summary>
public sealed class FrameReader(Stream connection, int messageBytesMax, int bufferBytes = 4096)
{
    const int HeaderMax = 14;
    const int ControlMax = 125;
    const int BusyMilliseconds = 1_000;

    // Rented; holds a message and the frame header before it. Starts small, as most sessions only ever send small messages.
    byte[] _buffer = [];
    byte[] _fragments = [];
    int _fragmentBytes;
    FrameKind _fragmentKind;
    IncomingFrame _taken;
    int _start;
    int _end;
    int _missing;
    long _tookAt = long.MinValue / 2;
    bool _isBusy;
    bool _isWaiting;
    bool _hasWaited;

    /// <summary>The next message or control frame of what has arrived; false when more has to be read.</summary>
    /// <exception cref="FrameRefusedException">The client broke a rule.</exception>
    public bool TryRead(out IncomingFrame frame)
    {
        while (!TryTake(out _missing))
        {
            if (_missing == 0) continue;
            frame = default;
            return false;
        }

        frame = _taken;
        return true;
    }

    /// <summary>Reads more; how much is to be told to <see cref="Took"/>.</summary>
    public ValueTask<int> ReadMore(CancellationToken cancel)
    {
        _isWaiting = _start == _end && !_isBusy && !_hasWaited;
        if (_isWaiting)
        {
            GiveBack();
            // Ends when there is something to read, and reads nothing of it.
            return connection.ReadAsync(Memory<byte>.Empty, cancel);
        }

        MakeRoom(_missing);
        return connection.ReadAsync(_buffer.AsMemory(_end), cancel);
    }

    /// <summary>So many bytes were read. False when the connection has ended.</summary>
    public bool Took(int bytes)
    {
        _hasWaited = _isWaiting;
        if (_isWaiting) return true;
        var now = Environment.TickCount64;
        _isBusy = now - _tookAt < BusyMilliseconds;
        _tookAt = now;
        _end += bytes;
        return bytes > 0;
    }

    /// <summary>Takes a frame out of the buffer; false with the number of bytes missing, or 0 for a fragment that was put aside.</summary>
    bool TryTake(out int missing)
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (!TryReadHeader(bytes, out var header, out missing)) return false;
        if (bytes.Length < header.Bytes + header.Length)
        {
            missing = header.Bytes + header.Length - bytes.Length;
            return false;
        }

        var payload = _buffer.AsMemory(_start + header.Bytes, header.Length);
        Unmask(payload.Span, header.Mask);
        _start += header.Bytes + header.Length;
        missing = 0;
        return header.Kind >= FrameKind.Close ? Give(header.Kind, payload) : Join(header, payload);
    }

    bool Give(FrameKind kind, Memory<byte> payload)
    {
        _taken = new(kind, payload);
        return true;
    }

    bool Join(Header header, Memory<byte> payload)
    {
        if (header.IsFinal && header.Kind != FrameKind.Continuation) return Give(header.Kind, payload);
        if (_fragments.Length < _fragmentBytes + payload.Length)
            Array.Resize(ref _fragments, Math.Min(messageBytesMax, Math.Max(2 * _fragments.Length, _fragmentBytes + payload.Length)));
        payload.Span.CopyTo(_fragments.AsSpan(_fragmentBytes));
        _fragmentBytes += payload.Length;
        if (header.Kind != FrameKind.Continuation) _fragmentKind = header.Kind;
        if (!header.IsFinal) return false;
        var whole = _fragments.AsMemory(0, _fragmentBytes);
        var kind = _fragmentKind;
        _fragmentBytes = 0;
        _fragmentKind = FrameKind.Continuation;
        return Give(kind, whole);
    }

    bool TryReadHeader(ReadOnlySpan<byte> bytes, out Header header, out int missing)
    {
        header = default;
        missing = Math.Max(0, 2 - bytes.Length);
        if (missing > 0) return false;
        var kind = (FrameKind)(bytes[0] & 0x0F);
        var isFinal = (bytes[0] & 0x80) != 0;
        var length = bytes[1] & 0x7F;
        var lengthBytes = length switch { 126 => 2, 127 => 8, _ => 0 };
        Check(kind, isFinal, bytes[0], bytes[1], length);

        var headerBytes = 2 + lengthBytes + 4;
        missing = Math.Max(0, headerBytes - bytes.Length);
        if (missing > 0) return false;
        var longLength = lengthBytes switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            8 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => (ulong)length,
        };
        var already = kind >= FrameKind.Close ? 0 : _fragmentBytes;
        if (longLength > (ulong)(Math.Max(messageBytesMax, ControlMax) - already) || (kind < FrameKind.Close && longLength > (ulong)(messageBytesMax - already)))
            throw new FrameRefusedException(1009, "");
        header = new(kind, isFinal, headerBytes, (int)longLength, MemoryMarshal.Read<uint>(bytes[(headerBytes - 4)..]));
        return true;
    }

    void Check(FrameKind kind, bool isFinal, byte first, byte second, int length)
    {
        if ((first & 0x70) != 0) throw new FrameRefusedException(1002, "reserved bits set");
        if ((second & 0x80) == 0) throw new FrameRefusedException(1002, "frame not masked");
        var inMessage = _fragmentKind != FrameKind.Continuation;
        switch (kind)
        {
            case FrameKind.Continuation when !inMessage: throw new FrameRefusedException(1002, "continuation of nothing");
            case FrameKind.Text or FrameKind.Binary when inMessage: throw new FrameRefusedException(1002, "message inside a message");
            case FrameKind.Close or FrameKind.Ping or FrameKind.Pong when !isFinal || length > ControlMax:
                throw new FrameRefusedException(1002, "control frame too large");
            case FrameKind.Continuation or FrameKind.Text or FrameKind.Binary or FrameKind.Close or FrameKind.Ping or FrameKind.Pong: return;
            default: throw new FrameRefusedException(1002, "unknown kind of frame");
        }
    }

    void MakeRoom(int missing)
    {
        if (_start == _end) _start = _end = 0;
        if (_end + missing <= _buffer.Length) return;
        var held = _end - _start;
        var target = _buffer;
        if (held + missing > _buffer.Length)
        {
            var most = Math.Max(messageBytesMax, ControlMax) + HeaderMax;
            target = ArrayPool<byte>.Shared.Rent(Math.Min(most, Math.Max(_buffer.Length == 0 ? bufferBytes : 2 * _buffer.Length, held + missing)));
        }

        Buffer.BlockCopy(_buffer, _start, target, 0, held);
        if (target != _buffer && _buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, held);
    }

    void GiveBack()
    {
        if (_fragmentBytes == 0) _fragments = [];
        if (_buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = ([], 0, 0);
    }

    static void Unmask(Span<byte> payload, uint mask)
    {
        if (mask == 0) return;
        var vectors = MemoryMarshal.Cast<byte, Vector<uint>>(payload);
        var wide = new Vector<uint>(mask);
        for (var i = 0; i < vectors.Length; i++) vectors[i] ^= wide;
        // A vector is a multiple of four bytes, so the mask starts afresh after the last one.
        var rest = payload[(vectors.Length * Vector<byte>.Count)..];
        Span<byte> maskBytes = stackalloc byte[4];
        MemoryMarshal.Write(maskBytes, mask);
        for (var i = 0; i < rest.Length; i++) rest[i] ^= maskBytes[i & 3];
    }

    [StructLayout(LayoutKind.Auto)]
    readonly record struct Header(FrameKind Kind, bool IsFinal, int Bytes, int Length, uint Mask);
}
