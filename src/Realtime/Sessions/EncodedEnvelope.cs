using System.Buffers;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Realtime.Sessions;

/// <summary>
/// An envelope on its way to one or many sessions, encoded at most once per format. Belongs to the thread that made it, until it is disposed;
/// the buffers are kept for that thread's next one.
/// </summary>
public sealed class EncodedEnvelope : IDisposable
{
    const int KeptBytes = 64 << 10;

    [ThreadStatic] static EncodedEnvelope? _spare;

    readonly ArrayBufferWriter<byte>[] _buffers = [new(1024), new(1024), new(1024)];
    readonly bool[] _encoded = new bool[SocketFormat.Count];
    Envelope? _envelope;

    EncodedEnvelope()
    {
    }

    /// <summary>Starts sending this one.</summary>
    public static EncodedEnvelope Of(Envelope envelope)
    {
        var encoded = _spare ?? new();
        _spare = null;
        encoded._envelope = envelope;
        return encoded;
    }

    /// <summary>Whether it may not get lost on the way; only data of matches and of streams may, if its sender says so.</summary>
    public bool IsReliable => _envelope!.Message switch
    {
        MatchData data => data.Reliable,
        StreamData data => data.Reliable,
        _ => true,
    };

    /// <summary>The bytes in a format; valid until disposed.</summary>
    public ReadOnlySpan<byte> In(SocketFormat format)
    {
        var buffer = _buffers[format.Number];
        if (!_encoded[format.Number])
        {
            format.Codec.Write(buffer, _envelope!);
            _encoded[format.Number] = true;
        }

        return buffer.WrittenSpan;
    }

    public void Dispose()
    {
        _envelope = null;
        var large = false;
        for (var i = 0; i < _buffers.Length; i++)
        {
            _buffers[i].ResetWrittenCount();
            _encoded[i] = false;
            large |= _buffers[i].Capacity > KeptBytes;
        }

        if (!large) _spare = this;
    }
}
