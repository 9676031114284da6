namespace KaosNet.Projections.Search;

/// <summary>What a query and a document may hold at most. None of them is reached by a query that a person writes.</summary>
public static class SearchLimits
{
    /// <summary>Characters of a query.</summary>
    public const int QueryMax = 16_384;

    /// <summary>Clauses of a query.</summary>
    public const int ClausesMax = 512;

    /// <summary>Characters of one regular expression.</summary>
    public const int PatternMax = 512;

    /// <summary>Largest product of the counted repetitions of a regular expression (<c>a{3}</c>), as RE2 has it.</summary>
    public const int RepetitionsMax = 1_000;

    /// <summary>Regular expressions of a query.</summary>
    public const int PatternsMax = 32;

    /// <summary>Characters of a word that is compared with tolerance; longer ones are compared exactly.</summary>
    public const int FuzzyLengthMax = 256;

    /// <summary>Values of one document; those beyond are not indexed.</summary>
    public const int ValuesMax = 4_096;
}
