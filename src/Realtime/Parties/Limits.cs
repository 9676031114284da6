namespace KaosNet.Realtime.Parties;

/// <summary>What a party may be at most.</summary>
public static class Limits
{
    /// <summary>Members of a party; its pending requests have the party's own size as their bound.</summary>
    public const int SizeMax = 256;

    /// <summary>Parties that a socket may be in at a time.</summary>
    public const int OfSessionMax = 64;

    /// <summary>UTF-8 bytes of a label.</summary>
    public const int LabelBytesMax = 2048;

    /// <summary>Parties of one page of a list.</summary>
    public const int PageMax = 100;
}
