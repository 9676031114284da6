namespace KaosNet.Domain.Subscriptions;

/// <summary>The bounds of subscriptions.</summary>
public static class Limits
{
    /// <summary>Characters of a name: letters, digits, <c>_</c>, <c>-</c> and <c>.</c> only.</summary>
    public const int NameLengthMax = 64;

    /// <summary>Subscriptions of a game.</summary>
    public const int SubscriptionsMax = 100;

    /// <summary>Characters of a URL.</summary>
    public const int UrlLengthMax = 2048;

    /// <summary>Slices and types of a filter, together.</summary>
    public const int NamesMax = 200;

    /// <summary>Events of one batch.</summary>
    public const int BatchMax = 1000;

    /// <summary>Events of one batch when nobody says.</summary>
    public const int BatchDefault = 100;

    /// <summary>Times that a batch is tried.</summary>
    public const int AttemptsMax = 100;

    /// <summary>Times that a batch is tried when nobody says: some four minutes.</summary>
    public const int AttemptsDefault = 8;

    /// <summary>Characters of a secret.</summary>
    public const int SecretLengthMin = 16;

    /// <summary>Characters of a secret.</summary>
    public const int SecretLengthMax = 256;

    /// <summary>Dead letters of one page.</summary>
    public const int PageMax = 100;
}
