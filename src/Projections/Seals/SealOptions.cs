namespace KaosNet.Projections.Seals;

/// <summary>How often the history is sealed, and where copies of the latest seal go.</summary>
public sealed record SealOptions
{
    /// <summary>Time between two seals; zero for none.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A file that always holds the latest seal; empty for none.</summary>
    public string File { get; init; } = "";

    /// <summary>Where each seal is posted to.</summary>
    public Uri? Url { get; init; }

    /// <summary>How long a server that stops waits for its last seal and its copies.</summary>
    public TimeSpan StopMax { get; init; } = TimeSpan.FromSeconds(5);
}
