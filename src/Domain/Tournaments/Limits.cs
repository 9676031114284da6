namespace KaosNet.Domain.Tournaments;

/// <summary>The bounds of tournaments; ids, schedules and records have those of leaderboards.</summary>
public static class Limits
{
    /// <summary>Characters of a title, and of a description.</summary>
    public const int TextLengthMax = 255;

    /// <summary>Highest category.</summary>
    public const int CategoryMax = 127;

    /// <summary>Latest start and end, in Unix seconds: clients are shown 32 bits.</summary>
    public const long TimeMax = uint.MaxValue;

    /// <summary>Tournaments, or records of one, on a page that a player asks for.</summary>
    public const int PageMax = 100;

    /// <summary>Records of a page when the player does not say.</summary>
    public const int RecordsDefault = 10;

    /// <summary>Events between two snapshots of a period's places.</summary>
    public const int SnapshotEvery = 100;
}
