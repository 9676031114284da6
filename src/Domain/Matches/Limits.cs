namespace KaosNet.Domain.Matches;

/// <summary>Bounds of matches and of their records.</summary>
public static class Limits
{
    /// <summary>Loops a second, at most.</summary>
    public const int TickRateMax = 60;

    /// <summary>Bytes of a label, at most.</summary>
    public const int LabelBytesMax = 2048;

    /// <summary>Bytes of a state that a match hands to other code of its handler, at most.</summary>
    public const int HandedStateBytesMax = 4 << 20;

    /// <summary>Bytes of one piece of a record, at most: several messages of the largest size fit into one.</summary>
    public const int PieceBytesMax = 16 << 20;

    /// <summary>A match hands its piece over when it has grown to this many bytes.</summary>
    public const int PieceBytesFull = 64 << 10;
}
