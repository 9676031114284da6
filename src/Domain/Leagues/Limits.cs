namespace KaosNet.Domain.Leagues;

/// <summary>The bounds of leagues.</summary>
public static class Limits
{
    /// <summary>Characters of a league's id: letters, digits, <c>_</c>, <c>-</c> and <c>.</c> only.</summary>
    public const int IdLengthMax = 64;

    /// <summary>Unicode characters of a title or of a division's name.</summary>
    public const int TitleLengthMax = 128;

    /// <summary>Divisions of a league.</summary>
    public const int DivisionsMax = 50;

    /// <summary>Players of one group; so many records, places and notifications are one commit when a season closes.</summary>
    public const int GroupSizeMax = 100;

    /// <summary>Smallest group that a division can be cut into.</summary>
    public const int GroupSizeMin = 2;

    /// <summary>UTF-8 bytes of a league's metadata.</summary>
    public const int MetadataBytes = 16 * 1024;

    /// <summary>Submissions that a rule may ask of a player.</summary>
    public const int ActivityMax = 1_000_000;

    /// <summary>Seasons that may lie between two and are counted as missed; more are this many.</summary>
    public const int MissedMax = 10_000;

    /// <summary>Leagues, groups, seasons or results of one page of a list.</summary>
    public const int PageMax = 100;

    /// <summary>Events between two snapshots of a league, a place or a group.</summary>
    public const int SnapshotEvery = 50;
}
