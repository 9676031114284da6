using System.Buffers.Binary;
using System.Threading.Channels;
using KaosNet.Realtime.Sessions.Framing;

namespace KaosNet.Realtime.Tests.Sessions;

/// <summary>A connection in memory with a client at its other end, which reads nothing while it is <see cref="Stuck"/>.</summary>
public sealed class WireStream : Stream
{
    readonly Channel<byte[]> _sent = Channel.CreateUnbounded<byte[]>();
    readonly Lock _gate = new();
    readonly List<(FrameKind Kind, byte[] Payload)> _frames = [];
    readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    byte[] _reading = [];
    int _read;

    /// <summary>Set before the server writes what is to get stuck.</summary>
    public bool Stuck { get; set; }

    /// <summary>Whether the server cut the connection.</summary>
    public bool IsCut => _cut.Task.IsCompleted;

    /// <summary>What the client has received so far.</summary>
    public IReadOnlyList<(FrameKind Kind, byte[] Payload)> Frames
    {
        get { lock (_gate) return [.. _frames]; }
    }

    public IEnumerable<string> Texts => Frames.Where(frame => frame.Kind == FrameKind.Text).Select(frame => System.Text.Encoding.UTF8.GetString(frame.Payload));

    public int Count(FrameKind kind) => Frames.Count(frame => frame.Kind == kind);

    /// <summary>The client sends a frame, with a mask of zeros.</summary>
    public void Send(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[6 + payload.Length];
        (frame[0], frame[1]) = ((byte)(0x80 | (int)kind), (byte)(0x80 | payload.Length));
        payload.CopyTo(frame.AsSpan(6));
        _sent.Writer.TryWrite(frame).ShouldBeTrue();
    }

    public void Say(string text) => Send(FrameKind.Text, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>The client is gone.</summary>
    public void HangUp() => _sent.Writer.TryComplete();

    /// <summary>The server cuts the connection.</summary>
    public void Cut()
    {
        _cut.TrySetResult();
        _sent.Writer.TryComplete(new IOException("cut"));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_read == _reading.Length)
        {
            if (!await _sent.Reader.WaitToReadAsync(cancellationToken)) return 0;
            if (buffer.IsEmpty) return 0;
            (_reading, _read) = (await _sent.Reader.ReadAsync(cancellationToken), 0);
        }

        var count = Math.Min(buffer.Length, _reading.Length - _read);
        _reading.AsMemory(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Stuck) await _cut.Task;
        if (IsCut) throw new IOException("cut");
        lock (_gate) Take(buffer.Span);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The writer writes whole frames only.</summary>
    void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var (header, length) = bytes[1] == 126 ? (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])) : (2, bytes[1]);
            _frames.Add(((FrameKind)(bytes[0] & 0x0F), bytes.Slice(header, length).ToArray()));
            bytes = bytes[(header + length)..];
        }
    }

    public override bool CanRead => true;

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
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
