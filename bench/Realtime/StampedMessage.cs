using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace KaosNet.Bench.Realtime;

/// <summary>A client's text frame.</summary>
static class ClientFrame
{
    /// <summary>Bytes before the text, the last four of which are the mask.</summary>
    public const int HeaderBytes = 8;

    const uint Mask = 0x5A17C3E9;

    /// <summary>The frame of a message, masked.</summary>
    public static byte[] Of(string message)
    {
        var text = Encoding.UTF8.GetBytes(message);
        var frame = new byte[HeaderBytes + text.Length];
        (frame[0], frame[1]) = (0x81, 0x80 | 126);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)text.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Mask);
        text.CopyTo(frame, HeaderBytes);
        MaskFrom(frame, 0, text.Length);
        return frame;
    }

    /// <summary>Masks, or unmasks, so many bytes of the text.</summary>
    public static void MaskFrom(Span<byte> frame, int start, int count)
    {
        for (var i = start; i < start + count; i++) frame[HeaderBytes + i] ^= frame[4 + (i & 3)];
    }
}

/// <summary>Eleven bytes of match data that say when they were sent; all but the time is spelled ahead.</summary>
sealed class StampedMessage
{
    const string Blank = "AAAAAAAAAAAAAAA=";
    const int StampBytes = 11;

    readonly byte[] _frame;
    readonly int _dataAt;

    public StampedMessage(string match)
    {
        var text = $$$"""{"match_data_send":{"match_id":"{{{match}}}","op_code":"1","data":"{{{Blank}}}"}}""";
        _frame = ClientFrame.Of(text);
        _dataAt = text.LastIndexOf(Blank, StringComparison.Ordinal);
    }

    /// <summary>The frame, sent at this time (stopwatch).</summary>
    public ReadOnlySpan<byte> At(long time)
    {
        Span<byte> stamp = stackalloc byte[StampBytes];
        stamp.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(stamp, time);
        Base64.EncodeToUtf8(stamp, _frame.AsSpan(ClientFrame.HeaderBytes + _dataAt, Blank.Length), out _, out _);
        ClientFrame.MaskFrom(_frame, _dataAt, Blank.Length);
        return _frame;
    }

    /// <summary>When what has arrived was sent.</summary>
    public static long SentAt(ReadOnlySpan<byte> message)
    {
        var data = message[(message.IndexOf("\"data\":"u8) + 7)..];
        data = data.Slice(data.IndexOf((byte)'"') + 1, Blank.Length);
        Span<byte> stamp = stackalloc byte[StampBytes + 1];
        Base64.DecodeFromUtf8(data, stamp, out _, out _);
        return BinaryPrimitives.ReadInt64LittleEndian(stamp);
    }
}
