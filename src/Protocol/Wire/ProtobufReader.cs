using System.Buffers.Binary;

namespace KaosNet.Protocol.Wire;

/// <summary>Reads protobuf from a span. Nothing throws: malformed input is an answer of false and a text in <see cref="Error"/>.</summary>
ref struct ProtobufReader(ReadOnlySpan<byte> input)
{
    const int GroupDepthMax = 16, NumberMax = (1 << 29) - 1;
    const string Truncated = "the message ends too early";

    readonly ReadOnlySpan<byte> _input = input;
    int _at;

    public string? Error { get; private set; }
    public readonly bool AtEnd => _at >= _input.Length;

    public bool Refuse(string why)
    {
        Error ??= why;
        return false;
    }

    public bool TryTag(out int number, out WireType wire)
    {
        number = 0;
        wire = default;
        if (!TryVarint(out var tag)) return false;
        if (tag >> 3 is 0 or > NumberMax) return Refuse("a field number is out of range");
        (number, wire) = ((int)(tag >> 3), (WireType)(tag & 7));
        return true;
    }

    public bool TryVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (AtEnd) return Refuse(Truncated);
            var part = _input[_at++];
            if (shift == 63 && part > 1) break;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return true;
        }
        return Refuse("a number takes more than 64 bits");
    }

    public bool TryFixed64(out ulong value)
    {
        value = 0;
        if (_input.Length - _at < sizeof(ulong)) return Refuse(Truncated);
        value = BinaryPrimitives.ReadUInt64LittleEndian(_input[_at..]);
        _at += sizeof(ulong);
        return true;
    }

    public bool TryLength(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!TryVarint(out var length)) return false;
        if (length > (ulong)(_input.Length - _at)) return Refuse(Truncated);
        bytes = _input.Slice(_at, (int)length);
        _at += (int)length;
        return true;
    }

    /// <summary>Passes over the value of a field nobody knows, or one of another wire type than expected.</summary>
    public bool TrySkip(WireType wire, int number, int depth = 0)
    {
        switch (wire)
        {
            case WireType.Varint: return TryVarint(out _);
            case WireType.Fixed64: return TryFixed64(out _);
            case WireType.Length: return TryLength(out _);
            case WireType.Fixed32:
                _at += sizeof(uint);
                return _at <= _input.Length || Refuse(Truncated);
            case WireType.StartGroup when depth < GroupDepthMax:
                while (TryTag(out var inner, out var innerWire))
                {
                    if (innerWire == WireType.EndGroup) return inner == number || Refuse("a group ends with another's mark");
                    if (!TrySkip(innerWire, inner, depth + 1)) return false;
                }
                return false;
            default: return Refuse("a field is of no known shape");
        }
    }
}
