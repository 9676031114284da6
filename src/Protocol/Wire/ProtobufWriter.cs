using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace KaosNet.Protocol.Wire;

/// <summary>Writes protobuf into a span that was measured to fit.</summary>
ref struct ProtobufWriter(Span<byte> output)
{
    readonly Span<byte> _output = output;

    public int Written { get; private set; }

    public static int VarintSize(ulong value) => (70 - BitOperations.LeadingZeroCount(value | 1)) / 7;

    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _output[Written++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _output[Written++] = (byte)value;
    }

    public void Fixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_output[Written..], value);
        Written += sizeof(ulong);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Varint((uint)value.Length);
        value.CopyTo(_output[Written..]);
        Written += value.Length;
    }

    public void Text(string value)
    {
        // UTF-8 is at least as long as the text and at most three times: for short texts the prefix's size is known beforehand.
        if (value.Length * 3 < 0x80)
        {
            var length = Encoding.UTF8.GetBytes(value, _output[(Written + 1)..]);
            _output[Written] = (byte)length;
            Written += 1 + length;
            return;
        }
        Varint((uint)Encoding.UTF8.GetByteCount(value));
        Written += Encoding.UTF8.GetBytes(value, _output[Written..]);
    }
}
