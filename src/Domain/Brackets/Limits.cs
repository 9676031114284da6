namespace KaosNet.Domain.Brackets;

/// <summary>The bounds of brackets.</summary>
public static class Limits
{
    /// <summary>Players without whom there is nothing to play.</summary>
    public const int EntrantsMin = 2;

    /// <summary>Entrants of single and double elimination.</summary>
    public const int EliminationEntrantsMax = 1024;

    /// <summary>Entrants of a round robin: with two legs 4,032 pairings.</summary>
    public const int RoundRobinEntrantsMax = 64;

    /// <summary>Characters of a title.</summary>
    public const int TitleLengthMax = 255;

    /// <summary>Characters of metadata, as JSON text.</summary>
    public const int MetadataLengthMax = 16 * 1024;

    public const int CategoryMax = 127;

    /// <summary>Games of a pairing.</summary>
    public const int BestOfMax = 99;

    /// <summary>Games that two players of a round robin play against each other.</summary>
    public const int LegsMax = 2;

    /// <summary>Points for a win, a draw or a loss.</summary>
    public const int PointsMax = 1000;

    /// <summary>One player's score in a pairing.</summary>
    public const int ScoreMax = 1_000_000;

    /// <summary>Seconds of a check-in or of a game: 30 days.</summary>
    public const int SecondsMax = 30 * 24 * 3600;

    /// <summary>Characters of why something was corrected, withdrawn or cancelled.</summary>
    public const int ReasonLengthMax = 255;

    /// <summary>Characters of a match's id.</summary>
    public const int MatchIdLengthMax = 255;

    /// <summary>Entries of one page of a list.</summary>
    public const int PageMax = 100;

    /// <summary>Events between two snapshots of a bracket.</summary>
    public const int SnapshotEvery = 200;
}
