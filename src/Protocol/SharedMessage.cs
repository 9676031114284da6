namespace KaosNet.Protocol;

/// <summary>
/// A message that may answer many callers. Once it is said to be shared it is not changed any more, and its JSON is made only once.
/// </summary>
public abstract class SharedMessage
{
    /// <summary>True when others are given the same message.</summary>
    public bool IsShared { get; init; }

    /// <summary>The message in JSON; null before it was first asked for.</summary>
    internal byte[]? Json { get; set; }
}
