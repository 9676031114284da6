namespace KaosNet.Protocol.Wire;

/// <summary>How a protobuf value is delimited; the numbers are protobuf's.</summary>
enum WireType
{
    Varint = 0, Fixed64 = 1, Length = 2, StartGroup = 3, EndGroup = 4, Fixed32 = 5,
}
