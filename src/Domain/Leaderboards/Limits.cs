namespace KaosNet.Domain.Leaderboards;

/// <summary>The bounds of boards and records.</summary>
public static class Limits
{
    /// <summary>Characters of a board's id.</summary>
    public const int IdLengthMax = 128;

    /// <summary>Characters of a reset schedule.</summary>
    public const int ResetScheduleLengthMax = 64;

    /// <summary>Records of one page of a list that a player asks for.</summary>
    public const int PageMax = 1000;

    /// <summary>Records of one page around an owner.</summary>
    public const int AroundOwnerMax = 100;

    /// <summary>Owners whose ranks are told at once.</summary>
    public const int RanksMax = 100;

    /// <summary>Submissions that a record of a plain board shows as its limit; plain boards never hold anybody to it.</summary>
    public const int MaxNumScore = 1_000_000;

    /// <summary>The size of a tournament that takes any number of owners.</summary>
    public const int UnlimitedSize = int.MaxValue;

    /// <summary>Events between two snapshots of a record.</summary>
    public const int SnapshotEvery = 50;
}
