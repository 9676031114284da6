namespace KaosNet.Realtime.Matches.Listing;

/// <summary>A match that this server runs, as its listing looks at it. May be asked from any thread.</summary>
public interface IRunningMatch
{
    MatchKey Key { get; }

    /// <summary>Name of its handler.</summary>
    string Handler { get; }

    /// <summary>Loops a second.</summary>
    int TickRate { get; }

    /// <summary>When it began, Unix milliseconds.</summary>
    long CreatedMs { get; }

    /// <summary>The label as of the last update.</summary>
    string Label { get; }

    /// <summary>Members now.</summary>
    int Size { get; }

    /// <summary>True from the end on.</summary>
    bool IsOver { get; }
}
