using System.Buffers;
using System.Buffers.Binary;

namespace KaosNet.Realtime.Sessions.Framing;

/// <summary>
/// Writes frames to a client. A frame is put into memory at once; whoever finds nobody writing writes all that has gathered, in one go, so a
/// burst of messages costs one write and no thread is handed over to. May be used from any thread. It holds buffers only while it has something to write.
/// </summary>
public sealed class FrameWriter(Stream connection, int messagesMax, TimeProvider time, Action<Exception> onFailure, int bufferBytes = 4096)
{
    readonly Lock _gate = new();
    byte[] _gathering = [];
    int _bytes;
    int _messages;
    int _messagesInFlight;
    bool _writing;
    bool _ended;
    long _writingSince;
    TaskCompletionSource? _written;

    /// <summary>How long the write under way has taken; zero when there is none.</summary>
    public TimeSpan WritingFor
    {
        get
        {
            var since = Volatile.Read(ref _writingSince);
            return since == 0 ? TimeSpan.Zero : time.GetElapsedTime(since);
        }
    }

    /// <summary>Sends a message. False when too many are waiting; nothing is sent after a close frame.</summary>
    public bool TryWriteMessage(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_ended) return true;
            if (_messages + _messagesInFlight >= messagesMax) return false;
            Gather(kind, payload);
            _messages++;
            if (_writing) return true;
            _writing = true;
        }

        Flush();
        return true;
    }

    /// <summary>Sends a control frame, or a message that must go out whatever waits. A close frame is the last one.</summary>
    public void Write(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_ended) return;
            _ended = kind == FrameKind.Close;
            Gather(kind, payload);
            if (_writing) return;
            _writing = true;
        }

        Flush();
    }

    /// <summary>When all that was sent so far is written, or cannot be written any more.</summary>
    public Task Written()
    {
        lock (_gate) return _writing ? (_written ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
    }

    /// <summary>Sends nothing any more.</summary>
    public void End()
    {
        lock (_gate) _ended = true;
    }

    void Gather(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var headerBytes = payload.Length switch { < 126 => 2, <= ushort.MaxValue => 4, _ => 10 };
        var needed = _bytes + headerBytes + payload.Length;
        if (needed > _gathering.Length) Grow(needed);
        var frame = _gathering.AsSpan(_bytes);
        frame[0] = (byte)(0x80 | (int)kind);
        switch (headerBytes)
        {
            case 2:
                frame[1] = (byte)payload.Length;
                break;
            case 4:
                frame[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payload.Length);
                break;
            default:
                frame[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame[2..], (ulong)payload.Length);
                break;
        }

        payload.CopyTo(frame[headerBytes..]);
        _bytes = needed;
    }

    void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_gathering.Length == 0 ? bufferBytes : 2 * _gathering.Length, needed));
        Buffer.BlockCopy(_gathering, 0, larger, 0, _bytes);
        if (_gathering.Length > 0) ArrayPool<byte>.Shared.Return(_gathering);
        _gathering = larger;
    }

    void Flush()
    {
        var writing = WriteAll();
        // Its failures are told to the owner; there is nobody to wait for it.
        if (!writing.IsCompletedSuccessfully) _ = writing.AsTask();
    }

    async ValueTask WriteAll()
    {
        try
        {
            while (TakeGathered(out var bytes, out var count))
            {
                Volatile.Write(ref _writingSince, time.GetTimestamp());
                await connection.WriteAsync(bytes.AsMemory(0, count), CancellationToken.None);
                await connection.FlushAsync(CancellationToken.None);
                Volatile.Write(ref _writingSince, 0);
                GiveBack(bytes);
            }
        }
        catch (Exception failure)
        {
            Volatile.Write(ref _writingSince, 0);
            lock (_gate)
            {
                _ended = true;
                StopWriting();
            }

            onFailure(failure);
        }
    }

    bool TakeGathered(out byte[] bytes, out int count)
    {
        lock (_gate)
        {
            (bytes, count) = (_gathering, _bytes);
            if (count == 0)
            {
                StopWriting();
                return false;
            }

            (_gathering, _bytes) = ([], 0);
            (_messagesInFlight, _messages) = (_messages, 0);
            return true;
        }
    }

    void StopWriting()
    {
        _writing = false;
        _written?.TrySetResult();
        _written = null;
    }

    void GiveBack(byte[] bytes)
    {
        lock (_gate) _messagesInFlight = 0;
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
